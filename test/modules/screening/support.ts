import type { TestApi, TestTenant } from '#test/support/api.ts'
import type { Answer, Client } from '#test/support/client.ts'

export const QUESTIONS = [
  {
    kind: 'free_text',
    text: 'Tell us of a system that you kept running.',
    criteria: [
      { name: 'ownership', weight: 0.5, description: 'Took care of a system in production' },
      { name: 'tools', weight: 0.5, keywords: ['PostgreSQL', 'Kubernetes'] },
    ],
  },
  {
    kind: 'choice',
    text: 'Which shift suits you?',
    choices: ['Early', 'Late'],
    criteria: [{ name: 'shift', weight: 0.5, accepted: ['Early'] }],
  },
  {
    kind: 'number',
    text: 'How many years have you been on call?',
    criteria: [{ name: 'years', weight: 0.25, minimum: 2 }],
  },
  {
    kind: 'yes_no',
    text: 'May you work in the country of the job?',
    required: false,
    criteria: [{ name: 'permit', weight: 0.25, expected: true }],
  },
] as const

export const ANSWERS = [
  'I ran PostgreSQL for a hospital, and was on call for it for three years.',
  'Early',
  3,
  true,
] as const

/** What is made of such answers where no model is asked. */
export const BY_RULES = { tools: 50, shift: 100, years: 100, permit: 100 }

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const made = async (answer: Promise<Answer>) => {
  const { status, body, text } = await answer
  if (status !== 201 && status !== 200) throw new Error(`${status} ${text}`)
  return body
}

/** An application to a job that asks `questions`. */
export async function applicationOf({ admin }: TestTenant, questions: unknown = QUESTIONS) {
  const job = await made(admin.post('/v1/jobs', { title: 'Operator', description: 'Operates' }))
  await made(admin.post(`/v1/jobs/${job.id}/open`))
  await made(admin.put(`/v1/jobs/${job.id}/screening-questions`, { questions }))
  const person = { first_name: 'Cleo', last_name: 'Quill', email: `cleo.${job.id}@example.com` }
  const candidate = await made(admin.post('/v1/candidates', person))
  const applied = { job_id: job.id, candidate_id: candidate.id }
  const application = await made(admin.post('/v1/applications', applied))
  return { job, candidate, application, email: person.email }
}

export interface Invited {
  id: string
  token: string
  /** Whoever holds the link. */
  candidate: Client
  path: string
}

export async function invite(
  api: TestApi,
  { admin }: TestTenant,
  applicationId: string,
  fields: object = {},
): Promise<Invited> {
  const { id, token } = await made(admin.post(`/v1/applications/${applicationId}/screenings`, fields))
  return { id, token, candidate: api.anonymous.with(bearer(token)), path: `/candidate/v1/screenings/${id}` }
}

/** An invited candidate of a new application. */
export async function invited(api: TestApi, tenant: TestTenant, fields: object = {}) {
  const applied = await applicationOf(tenant)
  const opened = await invite(api, tenant, applied.application.id, fields)
  return { ...applied, candidateId: applied.candidate.id as string, ...opened }
}

export const accept = ({ candidate, path }: Invited, useAi = true) =>
  candidate.post(`${path}/accept`, { disclosure_version: 1, use_ai: useAi })

/** Answers whatever is open, under an id made of its place. */
export async function answerOpen({ candidate, path }: Invited, answer: unknown): Promise<Answer> {
  const { body } = await candidate.get(path)
  const at = body.open_question?.sequence
  return candidate.post(`${path}/messages`, { client_message_id: `m-${at}`, in_reply_to: at, answer })
}

/** Accepts and answers all, follow-ups with `further`. */
export async function complete(
  tenant: TestTenant,
  screening: Invited,
  { answers = ANSWERS as readonly unknown[], useAi = true, further = 'Nothing more.' } = {},
): Promise<void> {
  await made(accept(screening, useAi))
  const left = [...answers]
  for (;;) {
    await tenant.drain()
    const { body } = await screening.candidate.get(screening.path)
    if (body.state !== 'in_progress') return
    const open = body.messages.at(-1)
    await made(answerOpen(screening, open.kind === 'follow_up' ? further : left.shift()))
  }
}

/** The evaluations of a screening, the newest first. */
export const evaluationsOf = async ({ admin }: Pick<TestTenant, 'admin'>, id: string) =>
  (await admin.get(`/v1/ai-evaluations?filter[subject_id]=${id}`)).body.data

export const typesOf = async ({ admin }: Pick<TestTenant, 'admin'>, id: string): Promise<string[]> =>
  (await admin.get(`/v1/events?limit=100&filter[resource_id]=${id}`)).body.data.map(
    ({ type }: { type: string }) => type,
  )

export const scoresOf = (evaluation: { criteria: { criterion: string; score: number | null }[] }) =>
  Object.fromEntries(evaluation.criteria.map(({ criterion, score }) => [criterion, score]))
