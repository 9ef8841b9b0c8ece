import { addProvider } from '#test/modules/llm/provider.ts'
import type { TestApi, TestTenant } from '#test/support/api.ts'
import type { LlmStub } from '#test/support/llm-stub.ts'
import { addResume } from './resumes.ts'

// Shortlists of people with nearly the same score, and models that would have them in another order.

export const SKILLS = ['TypeScript', 'PostgreSQL', 'Kafka', 'Terraform']
export const PEOPLE = [
  ['Ada Winter', ['TypeScript', 'PostgreSQL', 'Kafka']],
  ['Bea Sommer', ['TypeScript', 'PostgreSQL', 'Terraform']],
  ['Cora Lenz', ['TypeScript', 'Kafka', 'Terraform']],
  ['Dora Herbst', ['PostgreSQL', 'Kafka', 'Terraform']],
  ['Edda Kern', ['TypeScript']],
] as const

export interface Place {
  rank: number
  score_rank: number
  match_id: string
  candidate_id: string
  score: number
  passed: { match_id: string; requirement: string; kind: string; span: { start: number } | null }[]
}

interface Told {
  requirements: { requirement: number; asked: string }[]
  candidates: {
    candidate: number
    score: number
    meets: { requirement: number; kind: string; quote?: string }[]
  }[]
}

interface Move {
  ahead: number
  behind: number
  requirement: number
  quote: string
}

/** What a model is told. */
export const toldIn = (prompt: string): Told => {
  const lines = prompt.split('\n').filter((line) => line.startsWith('{'))
  const objects = lines.map((line) => JSON.parse(line))
  return {
    requirements: objects.filter((one) => 'asked' in one),
    candidates: objects.filter((one) => 'candidate' in one),
  }
}

export const proposing = (stub: LlmStub, movesOf: (told: Told) => Move[]): void =>
  stub.replies(({ prompt }) => ({ text: JSON.stringify({ moves: movesOf(toldIn(prompt)) }) }))

/** Everybody ahead of everybody else, for whatever there is a quote. */
export const all = ({ candidates }: Told): Move[] =>
  candidates
    .flatMap(({ candidate: ahead, meets }) =>
      candidates.flatMap(({ candidate: behind }) =>
        meets.flatMap(({ requirement, quote }) =>
          quote && ahead > behind ? { ahead, behind, requirement, quote } : [],
        ),
      ),
    )
    .slice(0, 60)

export async function addJob({ admin, drain }: TestTenant): Promise<string> {
  const { body: job } = await admin.post('/v1/jobs', { title: 'Web Developer', description: 'Builds.' })
  const skills = SKILLS.map((skill) => ({ skill, required: true, weight: 1 }))
  await admin.put(`/v1/jobs/${job.id}/skills`, { skills })
  await admin.post(`/v1/jobs/${job.id}/open`)
  await drain()
  return job.id
}

export async function withPeople(api: TestApi) {
  const tenant = await api.tenant()
  for (const [name, skills] of PEOPLE)
    await addResume(tenant, { name, title: 'Web Developer', skills: [...skills] })
  return tenant
}

export async function withShortlist(
  api: TestApi,
  stub: LlmStub,
  { on = true, provider = {} as object | null } = {},
) {
  const tenant = await withPeople(api)
  const job = await addJob(tenant)
  if (provider) await addProvider(tenant, stub, provider)
  if (on) await tenant.admin.patch('/v1/ai/settings', { rerank_shortlists: true })
  return { tenant, job, path: `/v1/jobs/${job}/matches/rerank` }
}

export const byScore = async ({ admin }: TestTenant, job: string) =>
  (await admin.get(`/v1/jobs/${job}/matches`)).body.data.map(
    ({ id, candidate_id, score }: Record<string, unknown>, i: number) => ({
      rank: i + 1,
      score_rank: i + 1,
      match_id: id,
      candidate_id,
      score,
      passed: [],
    }),
  )
