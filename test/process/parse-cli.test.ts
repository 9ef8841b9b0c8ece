import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Printed } from '#src/modules/resumes/parser/cli/printed.ts'
import { resumePdf } from '#src/modules/resumes/parser/fixtures/pdf-resumes.ts'
import { PERSONAS } from '#src/modules/resumes/parser/fixtures/personas.ts'
import { pngOf, scannedPages } from '#src/modules/resumes/parser/fixtures/scans.ts'
import { parseDocument } from '#src/modules/resumes/parser/parse-document.ts'

const MAIN = join(import.meta.dirname, '../../src/modules/resumes/parser/cli/main.ts')
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'parse-cli-'))
})
afterAll(() => rm(home, { recursive: true }))

/** As `npm run parse` does it, without any setting of a server or a database. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: {}, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  const [code] = await once(child, 'close')
  return { code, ...said }
}

const read = async (out: string, name: string): Promise<Printed> =>
  JSON.parse(await readFile(join(home, out, name), 'utf8'))

async function given(name: string, content: string | Uint8Array): Promise<string> {
  await mkdir(join(home, 'in'), { recursive: true })
  const path = join(home, 'in', name)
  await writeFile(path, content)
  return path
}

test('each file becomes the JSON of its name, what cannot be read with its reason', async () => {
  const [person] = PERSONAS
  if (!person) throw new Error('there are personas')
  const bytes = await resumePdf(person, 'sidebar')
  const files = [
    await given('maya.pdf', bytes),
    await given('other.txt', 'Jane Doe\njane.doe@example.com\nSkills\nPython, Docker'),
    await given('other.html', '<p>Jane Doe</p>'),
    await given('damaged.pdf', '%PDF-1.7\nnothing follows'),
    await given('empty.docx', ''),
    await given('large.txt', 'x'.repeat(10 * 1024 * 1024 + 1)),
    join(home, 'in', 'absent.pdf'),
    home,
  ]
  const out = join(home, 'deep', 'out')
  expect(await run('--out', out, '--as-of', '2026-11-01', ...files)).toEqual({ code: 0, out: '', err: '' })

  const folder = home.split('/').at(-1)
  expect((await readdir(out)).sort()).toEqual(
    ['absent', 'damaged', 'empty', 'large', 'maya', 'other.html', 'other.txt', `${folder}`]
      .map((name) => `${name}.json`)
      .sort(),
  )
  const expected = await parseDocument({ bytes, filename: 'maya.pdf' }, { asOf: new Date('2026-11-01') })
  const { parsed_data, ...result } = expected
  const maya = await read('deep/out', 'maya.json')
  expect(maya).toEqual({ file: files[0], reasons: [], ...parsed_data, ...result })
  expect(maya.personal.email).toBe(person.email)
  const span = maya.provenance['/personal/email']?.span
  expect(maya.text.slice(span?.start, span?.end)).toBe(person.email)
  for (const [name, reason] of [
    ['damaged', 'file.corrupt'],
    ['empty', 'file.empty'],
    ['large', 'file.too_large'],
    ['absent', 'file.unreadable'],
    [folder, 'file.unreadable'],
  ]) {
    expect(await read('deep/out', `${name}.json`)).toMatchObject({
      state: 'failed',
      reason_codes: [reason],
      reasons: [expect.stringMatching(/\w/)],
      personal: { full_name: null },
      experience: [],
      parser_version: expect.any(String),
    })
  }
})

/** Pixels: the name and the contacts below it. */
const HEAD_OF_PAGE = 260

test('a picture is recognised where that is asked for, and else its reason says how', async () => {
  const [person] = PERSONAS
  if (!person) throw new Error('there are personas')
  const [page] = await scannedPages(await resumePdf(person, 'classic'))
  if (!page) throw new Error('there is a page')
  const file = await given('scan.png', pngOf({ ...page, height: HEAD_OF_PAGE }))
  expect(await run('--out', join(home, 'plain'), file)).toMatchObject({ code: 0 })
  expect(await read('plain', 'scan.json')).toMatchObject({
    reason_codes: ['file.unsupported_type'],
    reasons: [expect.stringContaining('PARSE_OCR=on')],
  })
  expect(await run('--out', join(home, 'ocr'), '--ocr', file)).toMatchObject({ code: 0, err: '' })
  expect(await read('ocr', 'scan.json')).toMatchObject({
    state: 'needs_review',
    reason_codes: expect.arrayContaining(['text.recognized']),
    personal: { full_name: person.name, email: person.email },
  })
})

test('hundreds of files by two workers', async () => {
  const files = await Promise.all(
    Array.from({ length: 300 }, (_, i) => given(`many-${i}.txt`, `Jane Doe\njane${i}@example.com`)),
  )
  expect(await run('--out', join(home, 'many'), '--workers', '2', ...files)).toMatchObject({ code: 0 })
  expect(await readdir(join(home, 'many'))).toHaveLength(300)
  expect((await read('many', 'many-123.json')).personal.email).toBe('jane123@example.com')
})

test.each([
  [[]],
  [['x.pdf']],
  [['--out', 'x']],
  [['--out', 'x', '--nonsense', 'x.pdf']],
  [['--out', 'x', '--workers', '0', 'x.pdf']],
  [['--out', 'x', '--as-of', '2026-02-30', 'x.pdf']],
])('%j is told how to ask', async (args) => {
  const { code, out, err } = await run(...args)
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(err).toContain('npm run --silent parse -- --out DIR')
})

test('a directory that cannot be made is an error', async () => {
  const file = await given('x.txt', 'x')
  expect(await run('--out', join(file, 'out'), file)).toMatchObject({
    code: 1,
    err: expect.stringContaining('cannot be written'),
  })
})
