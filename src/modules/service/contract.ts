import { type OpenApiDocument, openApiDocument } from '#src/http/openapi.ts'
import type { Route } from '#src/http/route.ts'
import type { EventDefinition } from '#src/platform/events/events.ts'
import about from '../../../package.json' with { type: 'json' }

/** The contract of the whole product. */
export function contractOf(routes: readonly Route[], events: readonly EventDefinition[]): OpenApiDocument {
  return openApiDocument({
    routes,
    events,
    tags: TAGS,
    title: 'Shortlist',
    version: about.version,
    description,
  })
}

const description = `${about.description}.

Conventions: JSON in snake_case, RFC 3339 times in UTC, null for what is absent. Lists take \`limit\`, \`cursor\`, \`sort\`,
\`filter[field][op]\`, \`fields\` and \`expand\`, and answer \`data\`, \`has_more\` and \`next_cursor\`. Errors are RFC 9457
problem documents whose \`code\` is stable and listed at [/errors](/errors). \`Ats-Version: 2026-11-21\` pins the version of the API; without it the newest answers.`

const TAGS: Record<string, string> = {
  AI: 'Models called with keys of yours: what they may do, what they cost, and what they were asked',
  'API keys': 'Keys for integrations, limited by scopes and by the role of their maker',
  Applications: 'One candidate’s try for one job',
  Authentication: 'Signing up, logging in, and who a token speaks for',
  Candidates: 'People, as a tenant knows them',
  Clients: 'The employers an agency hires for',
  'Embedding models': 'What makes the vectors that searches by meaning compare',
  Events: 'Facts in the order they became true, and what kinds of them there are',
  Fairness: 'Whether scores and selections treat groups of people alike, and what may be unfair in a text',
  Files: 'Files attached to candidates, links to them, and who was given one',
  Jobs: 'What people apply for',
  Learning: 'What people make of matches, the orders they were shown, and weights learnt from both',
  Matching: 'Scores of candidates for jobs, and the reasons that add up to them',
  Notes: 'What people who hire write about a candidate, and for whom',
  Notifications: 'What a person is told of',
  Operations: 'How far asynchronous work has come',
  Pipelines: 'The stages applications go through, and the reasons they end',
  Reports: 'Counts and durations of what you see elsewhere row by row',
  Resumes: 'Files in, structured data out, with the place in the text of every value',
  Members: 'The people of a tenant, their roles, and invitations to join',
  Screening:
    'Questions with their rubrics, chats in which candidates answer them, and what is made of the answers',
  'Screening by candidates': 'For whoever holds the link of a screening, without an account',
  Service: 'Health, metrics and the contract itself',
  Skills: 'What a tenant adds to the lexicon that resumes and jobs are read with',
  Sync: 'All rows and then every change to them, for those who keep a copy',
  Tags: 'What a tenant calls its candidates, by names of its own',
  Tenant: 'Settings, and what was used of the quotas',
  Values: 'What people who met a candidate say of five values',
  Webhooks: 'Facts, told to addresses of yours',
}
