import { newId } from '#src/lib/ids.ts'
import type { TestApi, TestTenant } from '#test/support/api.ts'
import type { Answer } from '#test/support/client.ts'
import { type Reader, readTables } from './catalogue.ts'
import { insertRow, minimalRow, type Row } from './rows.ts'

/** The id of one resource of each kind that a route can name. */
export interface World {
  api_key: string
  client: string
  scoring_preferences: string
  values_assessment: string
  job: string
  candidate: string
  tag: string
  tag_name: string
  note: string
  application: string
  webhook_endpoint: string
  llm_provider: string
  job_enrichment: string
  webhook_delivery: string
  event: string
  event_type: string
  operation: string
  attachment: string
  resume: string
  resume_parse: string
  match: string
  match_summary: string
  match_rerank: string
  bias_audit: string
  counterfactual_test: string
  embedding_model: string
  feedback: string
  model: string
  shown_list: string
  pipeline: string
  rejection_reason: string
  skill: string
  stage: string
  member: string
  invitation: string
  question_template: string
  screening: string
  ai_evaluation: string
  eeo_access: string
}

export type Noun = keyof World

/** Something of every kind in one tenant: through the API, and in the tables what only background work makes. */
export async function makeWorld(
  api: TestApi,
  { id: tenantId, admin, user, drain }: TestTenant,
): Promise<World> {
  const made = async (answer: Promise<Answer>): Promise<string> => {
    const { status, body, text } = await answer
    if (status !== 201) throw new Error(`a resource was not made: ${status} ${text}`)
    return body.id
  }
  const job = await made(admin.post('/v1/jobs', { title: 'Engineer', description: 'Builds' }))
  await admin.post(`/v1/jobs/${job}/open`)
  const stages = [
    { name: 'In', type: 'applied' },
    { name: 'Out', type: 'offer' },
  ]
  const email = `${job}@example.com`
  const candidate = await made(admin.post('/v1/candidates', { first_name: 'Al', last_name: 'Ice', email }))
  const application = await made(admin.post('/v1/applications', { job_id: job, candidate_id: candidate }))
  const tagName = `tag-of-${job}`
  await admin.put(`/v1/candidates/${candidate}/tags/${tagName}`)
  const model = {
    provider: 'custom',
    name: 'Own',
    endpoint: 'http://127.0.0.1:9/v1',
    api_key: 'sk-of-nobody',
    default_model: 'own',
  }
  const questions = [{ kind: 'free_text', text: 'Why?' }]
  await admin.put(`/v1/jobs/${job}/screening-questions`, { questions })
  const endpoint = { url: 'http://127.0.0.1:9/hook', events: ['api_key.revoked'] }
  const world = {
    job,
    candidate,
    application,
    tag: await made(admin.post('/v1/tags', { name: `other-${tagName}` })),
    tag_name: tagName,
    note: await made(admin.post(`/v1/candidates/${candidate}/notes`, { body: 'Called' })),
    api_key: await made(admin.post('/v1/api-keys', { name: 'Key', scopes: ['jobs:read'] })),
    pipeline: await made(admin.post('/v1/pipelines', { name: 'Short', stages })),
    rejection_reason: await made(admin.post('/v1/rejection-reasons', { name: 'Late', type: 'other' })),
    skill: await made(admin.post('/v1/skills', { name: 'Kiln firing' })),
    client: await made(admin.post('/v1/clients', { name: 'Foundry' })),
    scoring_preferences: (await admin.put('/v1/scoring-preferences', { weights: { skills: 1 } })).body.id,
    values_assessment: await made(
      admin.post('/v1/values-assessments', {
        candidate_id: candidate,
        integrity: 5,
        honesty: 4,
        discipline: 3,
        hard_work: 2,
        gratitude: 1,
      }),
    ),
    embedding_model: await made(
      admin.post('/v1/embedding-models', { key: 'built-in', provider: 'builtin', dimensions: 512 }),
    ),
    llm_provider: await made(admin.post('/v1/llm-providers', model)),
    webhook_endpoint: await made(admin.post('/v1/webhook-endpoints', endpoint)),
    question_template: await made(admin.post('/v1/question-templates', { name: 'Usual', questions })),
    screening: await made(admin.post(`/v1/applications/${application}/screenings`, {})),
    member: user.id,
    invitation: await made(admin.post('/v1/members/invitations', { email, role: 'viewer' })),
    event_type: 'job.created',
  }
  await drain()
  const one = async (table: string) =>
    (await api.sql<{ id: string }>(`select id from ${table} where tenant_id = $1 limit 1`, [tenantId]))[0]
      ?.id ?? ''
  const found = {
    stage: (await admin.get(`/v1/jobs/${job}/pipeline`)).body.stages[1].id,
    event: await one('events'),
  }
  return { ...world, ...found, ...(await rowsOf(api, tenantId, { ...world, ...found })) }
}

type Named = Record<string, string>

const REPORT = {
  passed: true,
  pairs: 0,
  worst_hundredths: 0,
  epsilon_hundredths: 0,
  by_kind: [],
  failures: [],
}

const TEXT = { title: 'Engineer', description: 'Builds', skills: [] }

const ENRICHMENT = {
  state: 'draft',
  original: JSON.stringify(TEXT),
  draft: JSON.stringify({ ...TEXT, questions: [] }),
}

const AUDIT = {
  scope: JSON.stringify({
    scoring_version: null,
    from: '2026-01-01T00:00:00Z',
    to: '2027-01-01T00:00:00Z',
    department: null,
    job_ids: null,
    exclude_small: false,
    source: null,
  }),
  result: JSON.stringify({
    sex: [],
    race_ethnicity: [],
    intersectional: [],
    assessed: 0,
    unknown: 0,
    median_score: null,
  }),
}

async function rowsOf(api: TestApi, tenantId: string, world: Named) {
  const pool: Reader = { query: async (text, values) => ({ rows: await api.sql(text, values) }) }
  const tables = await readTables(pool)
  const targets = new Map<string, Row>([
    ['jobs', { id: world.job }],
    ['candidates', { id: world.candidate }],
    ['webhook_endpoints', { id: world.webhook_endpoint }],
    ['events', { id: world.event }],
  ])
  const add = async (name: string, fields: Row = {}): Promise<string> => {
    const table = tables.find((one) => one.name === name)
    if (!table) throw new Error(`there is no table ${name}`)
    const row: Row = { ...minimalRow(table, tenantId, targets), ...fields }
    targets.set(name, row)
    await insertRow(pool, name, row)
    return String(row.id)
  }
  return {
    operation: await add('operations'),
    attachment: await add('attachments', { candidate_id: world.candidate }),
    resume: await add('resumes', { candidate_id: world.candidate }),
    resume_parse: await add('resume_parses', { candidate_id: world.candidate }),
    match: await add('matches', { components: '[]', factors: '[]' }),
    match_summary: await add('match_summaries', { language: 'en', sentences: '[]' }),
    match_rerank: await add('match_reranks', { moves: '[]', refused: '{}' }),
    bias_audit: await add('bias_audits', AUDIT),
    counterfactual_test: await add('counterfactual_tests', { report: JSON.stringify(REPORT) }),
    eeo_access: await add('eeo_accesses', { actor: JSON.stringify({ type: 'user', id: world.member }) }),
    ai_evaluation: await add('ai_evaluations', {
      criteria: '[]',
      application_id: world.application,
      candidate_id: world.candidate,
      subject_id: world.screening,
    }),
    feedback: await add('learning_feedback', { given_by: world.member }),
    model: await add('model_versions', { state: 'approved', weights: '{}' }),
    shown_list: newId(),
    webhook_delivery: await add('webhook_deliveries'),
    job_enrichment: await add('job_enrichments', ENRICHMENT),
  }
}
