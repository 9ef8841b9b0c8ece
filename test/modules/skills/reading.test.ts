import { expect, test } from 'vitest'
import { cacheKey } from '#src/platform/cache/cache-key.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { openJob, parsed, resumeText } from '../resumes/support.ts'

const api = await testApi()

const RESUME = resumeText().replace('Python,', 'Kiln  work, Our Ledger Store, Python,')
const add = ({ admin }: TestTenant, fields: object) => admin.post('/v1/skills', fields)
const KILN = { name: 'Kiln Firing', aliases: ['kiln work'] }

async function scoreOf(tenant: TestTenant, jobId: string): Promise<{ score: number; factors: Factor[] }> {
  await tenant.admin.post(`/v1/jobs/${jobId}/matches/run`)
  await tenant.drain()
  const [match] = (await tenant.admin.get(`/v1/jobs/${jobId}/matches`)).body.data
  return (await tenant.admin.get(`/v1/matches/${match.id}/explanation`)).body
}

interface Factor {
  requirement: string
  kind: string
  candidate_value: string | null
}

test('a resume shows skills of the tenant by their names, with where they stand', async () => {
  const tenant = await api.tenant()
  await add(tenant, KILN)
  await add(tenant, { name: 'PostgreSQL', aliases: ['our ledger store'] })
  const { parsed_data, provenance } = await parsed(tenant, { text: RESUME })
  const { technical } = parsed_data.skills
  expect(technical.slice(0, 3)).toEqual(['Kiln Firing', 'PostgreSQL', 'Python'])
  const [stored] = await api.sql<{ text: string }>('select text from resume_parses where tenant_id = $1', [
    tenant.id,
  ])
  const shown = [0, 1].map((i) => provenance[`/skills/technical/${i}`].span)
  expect(shown.map(({ start, end }) => stored?.text.slice(start, end))).toEqual([
    'Kiln work',
    'Our Ledger Store',
  ])
})

test('a resume is read with the skills of its own tenant as they are then, and again when it is parsed again', async () => {
  const [tenant, other] = [await api.tenant(), await api.tenant()]
  await add(other, KILN)
  const before = await parsed(tenant, { text: RESUME })
  expect(before.parsed_data.skills.technical).not.toContain('Kiln Firing')
  const { body } = await add(tenant, KILN)
  const again = async (): Promise<string[]> => {
    const answer = await tenant.admin.post(`/v1/resumes/${before.resume_id}/parse`)
    await tenant.drain()
    const parse = await tenant.admin.get(`/v1/resume-parses/${answer.body.parse.id}`)
    return parse.body.parsed_data.skills.technical
  }
  expect(await again()).toContain('Kiln Firing')
  const { skills } = (await tenant.admin.get(`/v1/candidates/${before.candidate_id}/profile`)).body
  expect(skills.map(({ skill }: { skill: string }) => skill)).toContain('Kiln Firing')
  await tenant.admin.patch(`/v1/skills/${body.id}`, { name: 'Firing Kilns' })
  expect(await again()).toContain('Firing Kilns')
  await tenant.admin.delete(`/v1/skills/${body.id}`)
  expect(await again()).toEqual(before.parsed_data.skills.technical)
})

test('jobs and candidates meet by what the tenant calls one skill, also when it says so later', async () => {
  const tenant = await api.tenant()
  await parsed(tenant, { text: RESUME })
  const job = await openJob(tenant)
  const skills = [{ skill: 'kiln-firing', required: true, weight: 1 }]
  expect((await tenant.admin.put(`/v1/jobs/${job}/skills`, { skills })).status).toBe(200)
  const find = ({ factors }: { factors: Factor[] }) =>
    factors.find(({ requirement }) => requirement === 'kiln-firing')
  expect(find(await scoreOf(tenant, job))).toMatchObject({ kind: 'missing' })
  await add(tenant, KILN)
  expect(find(await scoreOf(tenant, job))).toMatchObject({ kind: 'met', candidate_value: 'Kiln Firing' })
})

test('who holds a skill of the tenant holds what it implies in part', async () => {
  const tenant = await api.tenant()
  await add(tenant, { ...KILN, implies: ['nextjs'] })
  await parsed(tenant, { text: RESUME })
  const job = await openJob(tenant)
  const skills = ['Next.js', 'React'].map((skill) => ({ skill, required: true, weight: 1 }))
  await tenant.admin.put(`/v1/jobs/${job}/skills`, { skills })
  const { factors } = await scoreOf(tenant, job)
  const of = (name: string) => factors.find(({ requirement }) => requirement === name)
  expect(of('Next.js')).toMatchObject({ kind: 'partial', candidate_value: 'Kiln Firing' })
  expect(of('React')).toMatchObject({ kind: 'near_miss', candidate_value: 'Kiln Firing' })
})

test('two names of one skill are one that a job asks for', async () => {
  const tenant = await api.tenant()
  await add(tenant, KILN)
  const job = await openJob(tenant)
  const skills = ['Kiln Work', 'Kiln Firing'].map((skill) => ({ skill, required: true, weight: 1 }))
  const { status, body } = await tenant.admin.put(`/v1/jobs/${job}/skills`, { skills })
  expect([status, body.code]).toEqual([422, 'job.duplicate_skill'])
})

test('what a tenant added is read once, for most an empty list, and again after a change', async () => {
  const tenant = await api.tenant()
  const kept = () => api.context.cache.get(cacheKey(tenant.id, 'own_skills'))
  await parsed(tenant)
  expect(await kept()).toEqual({ version: '', skills: [] })
  await add(tenant, KILN)
  expect(await kept()).toBeUndefined()
  await parsed(tenant)
  expect(await kept()).toMatchObject({
    skills: [{ key: 'kiln-firing', forms: ['kiln firing', 'kiln work'] }],
  })
})
