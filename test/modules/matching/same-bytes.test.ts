import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { addResume, type Person } from './resumes.ts'

const api = await testApi()

const PEOPLE: Person[] = [
  { name: 'Edda Expert', title: 'Backend Engineer', skills: ['TypeScript', 'PostgreSQL', 'Kafka'] },
  { name: 'Levi Learner', title: 'Web Developer', skills: ['TypeScript', 'HTML'], since: 2024 },
  { name: 'Stina Stranger', title: 'Pastry Chef', skills: ['Baking', 'Food safety'], city: 'Lyon, France' },
]

// The same file runs on the embedded engine, on PostgreSQL and behind PgBouncer, and holds all of them to these bytes.
test('the same inputs and version have the same bytes on every database', async () => {
  const tenant = await api.tenant()
  for (const person of PEOPLE) await addResume(tenant, person)
  const { body: job } = await tenant.admin.post('/v1/jobs', {
    title: 'Senior Backend Engineer',
    description: 'You build payment services in TypeScript, with Kafka and Docker.',
    location: 'Berlin, Germany',
    experience_min: 4,
    education_min: 'bachelor',
  })
  await tenant.admin.post(`/v1/jobs/${job.id}/open`)
  await tenant.drain()
  const rows = await api.sql<Record<string, unknown>>(
    `select c.first_name, m.score, m.components::text, m.factors::text, m.scoring_version, p.profile_hash,
       p.profile::text, e.embedding::text
     from matches m
     join candidates c on c.tenant_id = m.tenant_id and c.id = m.candidate_id
     join candidate_profiles p on p.tenant_id = m.tenant_id and p.candidate_id = m.candidate_id
     join embeddings e on e.tenant_id = m.tenant_id and e.subject_id = m.candidate_id and e.subject = 'candidate'
     where m.tenant_id = $1 order by 1`,
    [tenant.id],
  )
  const bytes = createHash('sha256').update(JSON.stringify(rows)).digest('hex')
  expect(rows.map(({ first_name, score }) => [first_name, score])).toMatchInlineSnapshot(`
    [
      [
        "Edda",
        9103,
      ],
      [
        "Levi",
        6995,
      ],
      [
        "Stina",
        2282,
      ],
    ]
  `)
  expect(bytes.slice(0, 32)).toMatchInlineSnapshot(`"03343f03138ed29d2d3642f52c6f889a"`)
})
