import { newId } from '#src/lib/ids.ts'
import { parseDocument } from '#src/modules/resumes/parser/parse-document.ts'
import type { TestApi, TestTenant } from '#test/support/api.ts'

/** A person as far as these tests tell people apart. */
export interface Person {
  name: string
  title: string
  skills: string[]
  city?: string
  degree?: string
  /** The first year of the only position, which ends in 2025. */
  since?: number
  work?: string
}

export function resumeText(person: Person): string {
  const {
    name,
    title,
    skills,
    city = 'Berlin, Germany',
    degree = 'Bachelor of Science',
    since = 2018,
    work,
  } = person
  return `${name}
${emailOf(person)} | +49 30 901820 | ${city}

Experience

${title}, Example Works
Jan ${since} - Dec 2025
- ${work ?? `Daily work with ${skills.join(' and ')}`}

Education

${degree}, Computer Science
University of Example, 2010 - 2014

Skills

${skills.join(', ')}
`
}

const emailOf = ({ name }: Person) => `${name.toLowerCase().replace(/\W+/g, '.')}@people.example`

export interface Added {
  candidateId: string
  resumeId: string
}

/** A candidate whose primary resume was read; scored once the tenant is drained. */
export async function addResume(
  api: TestApi,
  tenant: TestTenant,
  person: Person,
  candidateId?: string,
): Promise<Added> {
  const id = candidateId ?? (await addCandidate(tenant, person))
  const { parsed_data, provenance, text, state } = await parseDocument(
    { bytes: Buffer.from(resumeText(person)), filename: 'resume.txt' },
    { asOf: api.clock.now() },
  )
  const resumeId = newId()
  const now = api.clock.now()
  await api.sql('update resumes set is_primary = false where tenant_id = $1 and candidate_id = $2', [
    tenant.id,
    id,
  ])
  await api.sql(
    `insert into resumes (tenant_id, id, candidate_id, filename, size_bytes, sha256, is_primary, created_at, updated_at)
     values ($1, $2, $3, 'resume.txt', 1, 'x', true, $4, $4)`,
    [tenant.id, resumeId, id, now],
  )
  await api.sql(
    `insert into resume_parses (tenant_id, id, resume_id, candidate_id, state, parsed_data, provenance, text, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
    [tenant.id, newId(), resumeId, id, state, parsed_data, provenance, text, now],
  )
  await api.sql(
    `insert into events (tenant_id, id, type, resource, resource_id, payload, actor, request_id, occurred_at)
     values ($1, $2, 'resume.parsed', 'resume', $3, $4, '{"type":"system","id":null}', $2, $5)`,
    [tenant.id, newId(), resumeId, { candidate_id: id, state }, now],
  )
  return { candidateId: id, resumeId }
}

async function addCandidate(tenant: TestTenant, person: Person): Promise<string> {
  const [first_name, ...rest] = person.name.split(' ')
  const { status, body } = await tenant.admin.post('/v1/candidates', {
    first_name,
    last_name: rest.join(' '),
    email: emailOf(person),
    headline: person.title,
    location: person.city ?? 'Berlin, Germany',
  })
  if (status !== 201) throw new Error(`a candidate was refused: ${JSON.stringify(body)}`)
  return body.id
}
