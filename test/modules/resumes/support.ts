import { Document, Packer, Paragraph } from 'docx'
import PDFDocument from 'pdfkit'
import { expect } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { tasks } from '#src/modules/registry.ts'
import { type RunResult, runTask } from '#src/platform/tasks/runner.ts'
import type { TestApi, TestTenant } from '#test/support/api.ts'
import type { Answer, Client } from '#test/support/client.ts'

export interface Person {
  name?: string
  email?: string | null
}

/** A resume that parses without a doubt, of somebody who is nobody else in the tenant. */
export const resumeText = ({ name = 'Maya Thornton', email = newEmail() }: Person = {}): string => `${name}
${email === null ? '' : `${email} | `}+1 415 555 2671 | Portland, OR | linkedin.com/in/maya-thornton

Summary
Engineer with nine years in payment systems.

Experience
Senior Software Engineer, Brightwater Payments
Mar 2019 - Present
- Led the move of the ledger to PostgreSQL and Kafka.

Education
Bachelor of Science in Computer Science
University of Colorado Boulder, 2010 - 2014

Skills
Python, PostgreSQL, Kafka, Docker, TypeScript
`

export const newEmail = (): string => `maya-${newId().slice(-12)}@example.com`

export async function pdfOf(text: string): Promise<Buffer> {
  const pdf = new PDFDocument()
  const chunks: Buffer[] = []
  const done = new Promise((resolve) => pdf.on('data', (chunk) => chunks.push(chunk)).on('end', resolve))
  pdf.fontSize(9).text(text)
  pdf.end()
  await done
  return Buffer.concat(chunks)
}

export const docxOf = (text: string): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({ sections: [{ children: text.split('\n').map((line) => new Paragraph(line)) }] }),
  )

export interface Sent {
  text?: string
  bytes?: Uint8Array
  filename?: string
  fields?: Record<string, string>
  filesFirst?: boolean
  url?: string
}

/** Uploads a resume; a new person's unless told. */
export function send(by: Client, sent: Sent = {}, headers: Record<string, string> = {}): Promise<Answer> {
  const { text = resumeText(), bytes = Buffer.from(text), filename = 'resume.txt', filesFirst = true } = sent
  const upload = { files: { file: { filename, bytes } }, fields: sent.fields ?? {}, filesFirst }
  return by.upload(sent.url ?? '/v1/resumes', upload, headers)
}

/** Uploads a resume, has it read, and answers the parse. */
export async function parsed(tenant: TestTenant, sent: Sent = {}): Promise<Answer['body']> {
  const { status, body } = await send(tenant.admin, sent)
  expect(status).toBe(202)
  await tenant.drain()
  return (await tenant.admin.get(`/v1/resume-parses/${body.parse.id}`)).body
}

export async function openJob({ admin }: TestTenant, fields: object = {}): Promise<string> {
  const { body } = await admin.post('/v1/jobs', { title: 'Engineer', description: 'Builds.', ...fields })
  expect((await admin.post(`/v1/jobs/${body.id}/open`)).status).toBe(200)
  return body.id
}

/** How many rows of a table a tenant has. */
export async function count(api: TestApi, tenant: TestTenant, table: string): Promise<number> {
  const [row] = await api.sql<{ n: number }>(`select count(*)::int as n from ${table} where tenant_id = $1`, [
    tenant.id,
  ])
  return row?.n ?? Number.NaN
}

export async function eventsAbout(api: TestApi, tenant: TestTenant, resourceId: string) {
  return api.sql<{ type: string; payload: Record<string, unknown> }>(
    'select type, payload from events where tenant_id = $1 and resource_id = $2 order by id',
    [tenant.id, resourceId],
  )
}

/** Runs all tasks that a tenant owes at once, as several workers do. */
export async function runTogether(
  api: TestApi,
  tenant: TestTenant,
  context = api.context,
): Promise<RunResult[]> {
  const owed = await api.sql<{ id: string }>(
    `select id from tasks where tenant_id = $1 and name = 'resumes.parse' and state = 'pending'`,
    [tenant.id],
  )
  return Promise.all(owed.map(({ id }) => runTask(context, tasks, { tenantId: tenant.id, taskId: id })))
}
