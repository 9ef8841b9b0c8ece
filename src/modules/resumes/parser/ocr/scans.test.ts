import { afterAll, beforeAll, expect, test } from 'vitest'
import { createResumeParser } from '#src/modules/resumes/parser/client.ts'
import { resumePdf } from '#src/modules/resumes/parser/fixtures/pdf-resumes.ts'
import { PERSONAS } from '#src/modules/resumes/parser/fixtures/personas.ts'
import { pngOf, scannedPages, scanOf } from '#src/modules/resumes/parser/fixtures/scans.ts'
import { parseDocument } from '#src/modules/resumes/parser/parse-document.ts'
import { openEngine } from './engine.ts'
import type { Raster } from './raster.ts'
import { readPicture, readScannedPdf } from './read-scan.ts'

const asOf = new Date('2026-11-01T00:00:00Z')
const [PERSON] = PERSONAS
let page: Raster
let scan: Uint8Array
beforeAll(async () => {
  if (!PERSON) throw new Error('there are personas')
  const pages = await scannedPages(await resumePdf(PERSON, 'classic'))
  if (!pages[0]) throw new Error('there is a page')
  page = pages[0]
  scan = await scanOf([page, BLANK])
})

/** Pixels: the name and the contacts below it. */
const HEAD_OF_PAGE = 260
const BLANK: Raster = { width: 8, height: 8, scale: 1, pixels: new Uint8Array(64).fill(255) }

const parser = createResumeParser({ size: 1, recognize: true })
afterAll(() => parser.close())

test('a scan is recognised by a child, with its lines and the places of what was read', async () => {
  const { text, provenance, ...result } = await parser.parse({ bytes: scan, filename: 'scan.pdf' }, { asOf })
  expect(result).toMatchObject({
    state: 'needs_review',
    reason_codes: ['text.recognized'],
    content_type: 'application/pdf',
    page_count: 2,
    parsed_data: {
      personal: { full_name: PERSON?.name, email: PERSON?.email, phone: PERSON?.e164 },
      experience: PERSON?.jobs.map(({ title, company }) => ({ title, company })),
    },
  })
  const email = provenance['/personal/email']
  expect(email?.span?.page).toBe(1)
  expect(text.slice(email?.span?.start, email?.span?.end)).toBe(PERSON?.email)
  for (const { confidence } of Object.values(provenance)) expect(confidence).toBeLessThanOrEqual(0.7)
})

test('a picture is recognised, and one that is damaged leaves nothing behind', async () => {
  const png = Buffer.from(pngOf({ ...page, height: HEAD_OF_PAGE }))
  const damaged = Buffer.from(png).fill(7, 60, 4000)
  expect(await readPicture(damaged).catch((error: unknown) => error)).toMatchObject({
    reason: 'file.corrupt',
  })
  const result = await parseDocument({ bytes: png, filename: 'scan.png' }, { asOf, recognize: true })
  expect(result).toMatchObject({
    state: 'needs_review',
    reason_codes: expect.arrayContaining(['text.recognized']),
    content_type: 'image/png',
    parsed_data: { personal: { full_name: PERSON?.name, email: PERSON?.email } },
  })
})

test('a picture of too many pixels is not decoded', async () => {
  const bytes = Buffer.from(pngOf(BLANK))
  bytes.writeUInt32BE(100_000, 16)
  bytes.writeUInt32BE(100_000, 20)
  const result = await parseDocument({ bytes, filename: 'large.png' }, { asOf, recognize: true })
  expect(result).toMatchObject({ state: 'failed', reason_codes: ['file.too_large'] })
})

test('without being asked nothing is recognised', async () => {
  const read = (bytes: Uint8Array) => parseDocument({ bytes, filename: 'scan' }, { asOf })
  expect(await read(scan)).toMatchObject({ state: 'failed', reason_codes: ['file.no_text'] })
  expect(await read(pngOf(page))).toMatchObject({ state: 'failed', reason_codes: ['file.unsupported_type'] })
})

test('without the optional packages a scan has no text', async () => {
  const missing = () => {
    throw Object.assign(new Error('not installed'), { code: 'MODULE_NOT_FOUND' })
  }
  const open = () => openEngine(Object.assign(missing, { resolve: missing }))
  expect(await open()).toBeNull()
  await expect(readScannedPdf(scan, open)).rejects.toMatchObject({ reason: 'file.no_text' })
  await expect(readPicture(pngOf(page), open)).rejects.toMatchObject({ reason: 'file.no_text' })
})
