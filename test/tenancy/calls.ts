import { expect } from 'vitest'
import type { Route } from '#src/http/route.ts'
import type { Answer, Client } from '#test/support/client.ts'
import { exampleOf } from './examples.ts'
import type { Noun, World } from './world.ts'

// How any declared route is called. A new module adds its resources to `world.ts` and its lines to these tables.

/** Whose id the parameter of a path is. */
const RESOURCES: Record<string, Noun> = {
  '/v1/api-keys/:id': 'api_key',
  '/v1/members/:id': 'member',
  '/v1/members/invitations/:id': 'invitation',
  '/v1/clients/:id': 'client',
  '/v1/jobs/:id': 'job',
  '/v1/jobs/:id/enrichments/:eid': 'job_enrichment',
  '/v1/pipelines/:id': 'pipeline',
  '/v1/rejection-reasons/:id': 'rejection_reason',
  '/v1/skills/:id': 'skill',
  '/v1/candidates/:id': 'candidate',
  '/v1/candidates/:id/tags/:tag': 'tag_name',
  '/v1/tags/:id': 'tag',
  '/v1/notes/:id': 'note',
  '/v1/applications/:id': 'application',
  '/v1/webhook-endpoints/:id': 'webhook_endpoint',
  '/v1/webhook-deliveries/:id': 'webhook_delivery',
  '/v1/event-types/:type': 'event_type',
  '/v1/operations/:id': 'operation',
  '/v1/attachments/:id': 'attachment',
  '/v1/resumes/:id': 'resume',
  '/v1/resume-parses/:id': 'resume_parse',
  '/v1/matches/:id': 'match',
  '/v1/scoring-preferences/versions/:id': 'scoring_preferences',
  '/v1/values-assessments/:id': 'values_assessment',
  '/v1/bias-audits/:id': 'bias_audit',
  '/v1/ai/counterfactual-tests/:id': 'counterfactual_test',
  '/v1/embedding-models/:id': 'embedding_model',
  '/v1/learning/feedback/:id': 'feedback',
  '/v1/ai/models/:id': 'model',
  '/v1/llm-providers/:id': 'llm_provider',
  '/v1/question-templates/:id': 'question_template',
  '/v1/screenings/:id': 'screening',
  '/v1/ai-evaluations/:id': 'ai_evaluation',
}

/** Of these a path names one by a word, the client's own or the product's, which is found or made: no id to guess. */
export const NAMES: ReadonlySet<Noun> = new Set(['tag_name', 'event_type'])
/** Parameters that are no ids of ours, by their names. */
const WORDS: Record<string, string> = { system: 'hris', value: 'E-1', tenant: 'nobody' }

/** Whose id a field of a body or a filter is. */
export const REFERENCES: Record<string, Noun> = {
  job_id: 'job',
  job_ids: 'job',
  candidate_id: 'candidate',
  application_id: 'application',
  application_ids: 'application',
  resume_id: 'resume',
  against: 'resume_parse',
  stage_id: 'stage',
  from_stage_id: 'stage',
  pipeline_id: 'pipeline',
  reason_id: 'rejection_reason',
  rejection_reason_id: 'rejection_reason',
  client_id: 'client',
  assessor_id: 'member',
  recruiter_id: 'member',
  hiring_manager_id: 'member',
  owner_id: 'member',
  author_id: 'member',
  endpoint_id: 'webhook_endpoint',
  event_id: 'event',
  operation_id: 'operation',
  resource_id: 'job',
  file_id: 'attachment',
  model_id: 'model',
  list_id: 'shown_list',
  provider_id: 'llm_provider',
  llm_provider_id: 'llm_provider',
  entity_id: 'job',
  call_id: 'operation',
  template_id: 'question_template',
  subject_id: 'screening',
}

/** Fields that are called like references and are the words of other systems. */
export const FOREIGN_WORDS = ['external_id', 'external_ids', 'credential_id', 'organization_id']

/** Bodies that no generator can guess. */
const BODIES: Record<string, object> = {
  inviteMember: { email: 'someone@example.com', role: 'viewer' },
  createWebhookEndpoint: { url: 'http://127.0.0.1:9/hook', events: ['job.*'], filter: { status: ['open'] } },
  updateWebhookEndpoint: { events: ['job.*'], filter: { status: ['open'] } },
  replayWebhookEvents: { since: new Date(Date.now() - 3_600_000).toISOString() },
  enableWebhookEndpoint: { replay_since: new Date(Date.now() - 3_600_000).toISOString() },
  registerEmbeddingModel: { key: 'built-in-2', provider: 'builtin', dimensions: 512 },
  createApiKey: { name: 'Key', scopes: ['jobs:read'] },
  login: { email: 'nobody@example.com', password: 'correct horse battery' },
  signUp: {
    tenant: { name: 'Acme', slug: 'acme-of-nobody' },
    user: { email: 'ann@acme-of-nobody.example', password: 'correct horse battery', full_name: 'Ann' },
  },
  readNotifications: { all: true },
  replaceScoringPreferences: { weights: { skills: 0.5, title: 0.5 } },
  createBiasAudit: {
    metric: 'selection',
    from: '2026-01-01T00:00:00Z',
    to: '2027-01-01T00:00:00Z',
    job_ids: [''],
  },
  createCounterfactualTest: {},
  giveFeedback: { action: 'shortlist' },
  createLlmProvider: {
    provider: 'custom',
    endpoint: 'http://127.0.0.1:9/v1',
    name: 'Own',
    api_key: 'sk-of-nobody',
    default_model: 'own',
  },
  updateLlmProvider: { rpm_limit: 10 },
  addLlmPrice: { model: 'other', input_price: 1, output_price: 2 },
  rotateLlmKey: { api_key: 'sk-of-nobody' },
  createQuestionTemplate: { name: 'Usual', questions: [{ kind: 'free_text', text: 'Why?' }] },
  updateQuestionTemplate: { name: 'Other' },
  replaceScreeningQuestions: { template_id: '' },
  overrideAiEvaluation: { score: 70, reason: 'Read it' },
  acceptScreening: { disclosure_version: 1, use_ai: false },
  answerScreening: { client_message_id: 'm-1', in_reply_to: 3, answer: 'Yes' },
  createApplication: { job_id: '', candidate_id: '' },
  changeApplicationsInBulk: { action: 'move', application_ids: [''], stage_id: '' },
}

/** The path up to its last parameter, and whose ids its parameters are. */
export function parametersOf({ url }: Route): Noun[] {
  const ids = [...url.matchAll(/:(\w+)/g)].filter(([, name = '']) => !WORDS[name])
  const prefixes = ids.map(({ index, 0: name }) => url.slice(0, index + name.length))
  return prefixes.map((prefix) => {
    const noun = RESOURCES[prefix]
    if (!noun) throw new Error(`add ${prefix} to RESOURCES, and what it names to world.ts`)
    return noun
  })
}

export const pathOf = ({ url }: Route, ids: string[]) =>
  ids.reduce(
    (path, id) => path.replace(/:\w+/, id),
    url.replace(/:(\w+)/g, (parameter, name) => WORDS[name] ?? parameter),
  )

/** A body that the route takes, whose references are to things of `world`. */
export function bodyOf({ operationId, body }: Route, world: World): Record<string, unknown> | undefined {
  if (!body) return undefined
  const sent = (BODIES[operationId] ?? exampleOf(body)) as Record<string, unknown>
  for (const [name, value] of Object.entries(sent)) {
    const noun = REFERENCES[name]
    if (noun) sent[name] = Array.isArray(value) ? [world[noun]] : world[noun]
  }
  expect(body.safeParse(sent), `add a body for ${operationId} to BODIES`).toMatchObject({ success: true })
  return sent
}

export async function call(
  client: Client,
  route: Route,
  ids: string[],
  body?: Record<string, unknown>,
): Promise<Answer> {
  const url = pathOf(route, ids)
  if (route.success.messages) {
    const stream = await client.stream(url)
    stream.close()
    return stream.answer
  }
  if (route.files) {
    const file = { filename: 'cv.txt', bytes: Buffer.from('Ann Example\nann@example.com\n') }
    const files = Object.fromEntries(route.files.required.map((name) => [name, file]))
    return client.upload(url, { fields: body as Record<string, string>, files })
  }
  const content = body
    ? { payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    : {}
  return client.send({ method: route.method, url, ...content })
}
