import { afterAll, expect, test } from 'vitest'
import { SandboxError, type SandboxReason } from '#src/platform/sandbox/errors.ts'
import { createResumeParser, parserOver } from './client.ts'
import { resumePdf } from './fixtures/pdf-resumes.ts'
import { PERSONAS } from './fixtures/personas.ts'
import { parseDocument } from './parse-document.ts'

const asOf = new Date('2026-11-01T00:00:00Z')
const parser = createResumeParser({ size: 1 })
afterAll(() => parser.close())

test('a child reads what the parser reads', async () => {
  for (const person of PERSONAS) {
    const input = { bytes: await resumePdf(person, 'band'), filename: 'resume.pdf' }
    expect(await parser.parse(input, { asOf })).toEqual(await parseDocument(input, { asOf }))
  }
})

const failingWith = (reason: SandboxReason) =>
  parserOver({ run: () => Promise.reject(new SandboxError(reason, 'test')), close: () => Promise.resolve() })

const input = { bytes: new Uint8Array([1]), filename: 'x' }

test.each(['timeout', 'memory', 'crashed'] as const)('%s is a failed result', async (reason) => {
  expect(await failingWith(reason).parse(input, { asOf })).toMatchObject({
    state: 'failed',
    reason_codes: [`parse.${reason}`],
  })
})

test.each(['aborted', 'closed'] as const)('%s is no fault of the document', async (reason) => {
  await expect(failingWith(reason).parse(input, { asOf })).rejects.toMatchObject({ reason })
})
