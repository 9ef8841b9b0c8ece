import type { TestTenant } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

/** A person as far as these tests tell people apart. */
export interface Person {
  name: string
  title: string
  skills: string[]
  /** Null for a resume that says not how to reach the person. */
  email?: string | null
  city?: string
  degree?: string
  /** The first year of the only position, which ends in 2025. */
  since?: number
}

function resumeText(person: Person): string {
  const {
    name,
    title,
    skills,
    city = 'Berlin, Germany',
    degree = 'Bachelor of Science',
    since = 2018,
  } = person
  const { email = `${name.toLowerCase().replace(/\W+/g, '.')}@people.example` } = person
  return `${name}
${email === null ? city : `${email} | +49 30 901820 | ${city}`}

Experience

${title}, Example Works
Jan ${since} - Dec 2025
- Daily work with ${skills.join(' and ')}

Education

${degree}, Computer Science
University of Example, 2010 - 2014

Skills

${skills.join(', ')}
`
}

export interface Added {
  candidateId: string
  resumeId: string
}

/** Uploads a resume and has it read and scored. `fields` may name a candidate and a job. */
export async function addResume(
  tenant: TestTenant,
  person: Person,
  fields: { candidate_id?: string; job_id?: string } = {},
  by: Client = tenant.admin,
): Promise<Added> {
  const file = { filename: 'resume.txt', bytes: Buffer.from(resumeText(person)) }
  const upload = await by.upload('/v1/resumes', { fields, files: { file } })
  if (upload.status !== 202) throw new Error(`an upload was refused: ${upload.text}`)
  await tenant.drain()
  const { body: parse } = await by.get(`/v1/resume-parses/${upload.body.parse.id}`)
  return { candidateId: parse.candidate_id, resumeId: parse.resume_id }
}
