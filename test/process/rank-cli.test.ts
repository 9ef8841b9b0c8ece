import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const MAIN = join(import.meta.dirname, '../../src/modules/matching/cli/main.ts')
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'rank-cli-'))
})
afterAll(() => rm(home, { recursive: true }))

/** As `npm run rank` does it, without any setting of a server or a database. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: {}, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  const [code] = await once(child, 'close')
  return { code, ...said }
}

async function given(name: string, content: string): Promise<string> {
  const path = join(home, name)
  await writeFile(path, content)
  return path
}

const COOK =
  'Jane Doe\n\nExperience\nHead Chef, Bistro Nord\n2018 - 2024\nRan the kitchen line, menus and food cost'
const NURSE =
  'Ann Roe\n\nExperience\nRegistered Nurse, City Clinic\n2018 - 2024\nIntensive care of patients, ventilators'
const DOCS = [
  { id: 'cook', text: COOK },
  { id: 7, text: NURSE },
  { id: 'empty', text: '' },
]
const JOBS = [
  { id: 'n', title: 'Nurse', description: 'Patients in intensive care' },
  { id: 'c', title: 'Sous chef' },
]

test('ranks every resume for every job, best first, and says the same each time', async () => {
  const docs = await given('docs.jsonl', DOCS.map((doc) => `${JSON.stringify(doc)}\n`).join('\n'))
  const queries = await given('queries.json', JSON.stringify(JOBS))
  const out = join(home, 'ranks.jsonl')
  const ranks = async () =>
    (await readFile(out, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  const args = ['--docs', docs, '--queries', queries, '--out', out, '--as-of', '2026-11-01']

  expect(await run(...args)).toEqual({ code: 0, out: '', err: '' })
  const whole = await ranks()
  expect(whole.map(({ query, ranked }) => [query, ranked.map(([id]: [string]) => id)])).toEqual([
    ['n', ['7', 'cook', 'empty']],
    ['c', ['cook', '7', 'empty']],
  ])
  for (const { ranked } of whole) {
    for (const [, score] of ranked) expect(score >= 0 && score <= 100).toBe(true)
  }

  expect((await run(...args, '--top', '1')).code).toBe(0)
  expect((await ranks()).map(({ ranked }) => ranked)).toEqual(whole.map(({ ranked }) => ranked.slice(0, 1)))
})

test.each([
  ['options that are none', ['--nothing'], 2, /--docs FILE/],
  ['no files', [], 2, /--docs names the file of the resumes/],
  ['a number that is none', ['--docs', 'a', '--queries', 'b', '--out', 'c', '--top', '0'], 2, /from 1 to/],
  ['a file that is absent', ['--docs', 'absent', '--queries', 'absent', '--out', 'c'], 1, /absent/],
])('%s end with a reason', async (_, args, code, reason) => {
  const result = await run(...args)
  expect(result.code).toBe(code)
  expect(result.err).toMatch(reason)
})

test('a line that is no resume is named', async () => {
  const queries = await given('jobs.json', JSON.stringify(JOBS))
  for (const [line, reason] of [
    ['not JSON', /broken.jsonl:2 is no JSON/],
    ['{"id": "x"}', /broken.jsonl:2: .*text/s],
  ] as const) {
    const docs = await given('broken.jsonl', `${JSON.stringify(DOCS[0])}\n${line}\n`)
    const result = await run('--docs', docs, '--queries', queries, '--out', join(home, 'none.jsonl'))
    expect(result.code).toBe(1)
    expect(result.err).toMatch(reason)
  }
})
