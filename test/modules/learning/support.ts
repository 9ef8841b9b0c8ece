import type { TestTenant } from '#test/support/api.ts'
import { addResume, type Person } from '../matching/resumes.ts'

const SKILLS = ['Python', 'SQL', 'Airflow', 'Kafka']

/** Long at it with little of what is asked for, or the other way round; no two the same. */
const PEOPLE: Person[] = Array.from({ length: 12 }, (_, i) => {
  const isVeteran = i % 2 === 0
  const skills = isVeteran ? SKILLS.slice(0, 1) : SKILLS
  return {
    name: `${['Ada', 'Bob', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hal', 'Ida', 'Jon', 'Kim', 'Leo'][i]} Lane`,
    title: 'Data Engineer',
    skills: [...skills, ['Docker', 'Terraform', 'Linux'][i % 3] ?? ''],
    since: isVeteran ? 2008 + Math.floor(i / 4) : 2023 + (i % 3 === 0 ? 1 : 0),
  }
})

const JOBS = ['Data Engineer', 'Senior Data Engineer', 'Platform Engineer', 'Analytics Engineer']

export interface Pool {
  jobs: string[]
  /** By their place in `PEOPLE`. */
  candidates: string[]
}

/** Four open jobs and twelve people, each scored for each. */
export async function makePool(tenant: TestTenant): Promise<Pool> {
  const jobs: string[] = []
  for (const title of JOBS) {
    const { body } = await tenant.admin.post('/v1/jobs', {
      title,
      description: 'Pipelines.',
      experience_min: 12,
    })
    const skills = SKILLS.map((skill) => ({ skill, required: true, weight: 1 }))
    await tenant.admin.put(`/v1/jobs/${body.id}/skills`, { skills })
    await tenant.admin.post(`/v1/jobs/${body.id}/open`)
    jobs.push(body.id)
  }
  const candidates: string[] = []
  for (const person of PEOPLE) candidates.push((await addResume(tenant, person)).candidateId)
  await tenant.drain()
  return { jobs, candidates }
}

export interface MatchSeen {
  id: string
  candidate_id: string
  score: number
  components: { name: string; score: number; weight: number }[]
}

export const matchesOf = async (tenant: TestTenant, jobId: string): Promise<MatchSeen[]> =>
  (await tenant.admin.get(`/v1/jobs/${jobId}/matches?limit=100`)).body.data

/** Says of everybody for every job what somebody would say who looks at years alone, five times out of six. */
export async function preferVeterans(tenant: TestTenant, { jobs, candidates }: Pool): Promise<void> {
  const pairs = jobs.flatMap((job) =>
    candidates.map((candidate, i) => ({ job, candidate, isVeteran: i % 2 === 0 })),
  )
  const matches = new Map<string, string>()
  for (const job of jobs)
    for (const match of await matchesOf(tenant, job)) matches.set(`${job} ${match.candidate_id}`, match.id)
  for (const [i, { job, candidate, isVeteran }] of pairs.entries()) {
    const isWanted = i % 6 === 5 ? !isVeteran : isVeteran
    const { status } = await tenant.admin.post(`/v1/matches/${matches.get(`${job} ${candidate}`)}/feedback`, {
      action: isWanted ? 'interview' : 'reject',
    })
    if (status !== 201) throw new Error(`feedback was answered ${status}`)
  }
}

/** Trains a version; its state and gates. */
export async function trained(tenant: TestTenant) {
  const { status, body } = await tenant.admin.post('/v1/ai/models/train')
  if (status !== 202) throw new Error(`training was answered ${status}`)
  await tenant.drain()
  const { body: operation } = await tenant.admin.get(`/v1/operations/${body.operation.id}`)
  const { body: model } = await tenant.admin.get(`/v1/ai/models/${body.model_id}`)
  return { operation, model }
}
