import { beforeAll, describe, expect, it } from 'vitest'
import type { Report } from './checks/check.ts'
import { types } from './checks/types.ts'
import { rulesBroken, withPlanted } from './planted-tree.ts'

const MISSING_EXTENSION = 'TS2835'

// [the error, a file, its content]
const VIOLATIONS = [
  [MISSING_EXTENSION, 'src/lib/bare.ts', "export { one } from './one'\n"],
  ['TS2307', 'src/lib/nowhere.ts', "export { one } from './nothing.ts'\n"],
  ['TS2322', 'src/lib/wrong.ts', "export const wrong: number = 'text'\n"],
  ['TS2322', 'test/wrong.test.ts', "export const wrong: number = 'text'\n"],
  ['TS2375', 'src/lib/exact.ts', 'export const exact: { name?: string } = { name: undefined }\n'],
  ['TS2532', 'src/lib/unchecked.ts', 'export const first = (list: string[]) => list[0].length\n'],
  ['TS7006', 'src/lib/implicit.ts', 'export const same = (value) => value\n'],
  ['TS1294', 'src/lib/enumerated.ts', 'export enum Stage {\n  Open,\n}\n'],
  ['TS1484', 'src/lib/value.ts', "import { One } from './one.ts'\n\nexport const none: One[] = []\n"],
] as const

const ONE = "export interface One {\n  id: string\n}\n\nexport const one: One = { id: '1' }\n"

describe('the type check', () => {
  let report: Report

  beforeAll(async () => {
    const planted = VIOLATIONS.map(([, file, content]) => [file, content] as const)
    report = await withPlanted({ 'src/lib/one.ts': ONE, ...Object.fromEntries(planted) }, types.run)
  }, 60_000)

  it.each(VIOLATIONS)('finds %s in %s', (rule, file) => {
    expect(rulesBroken(report.problems, file)).toContain(rule)
  })

  it('finds nothing in a sound file', () => {
    expect(rulesBroken(report.problems, 'src/lib/one.ts')).toEqual([])
  })

  it('says how many files were read', () => {
    expect(report.read).toBe(`${VIOLATIONS.length + 1} of ${VIOLATIONS.length + 1} files`)
  })
})

it('the type check fails where its configuration leaves a source out', async () => {
  const files = {
    'src/lib/one.ts': ONE,
    'tsconfig.json': '{ "include": ["test"] }\n',
    'test/two.ts': 'export {}\n',
  }
  const { problems } = await withPlanted(files, types.run)
  expect(rulesBroken(problems, 'src/lib/one.ts')).toEqual(['unread'])
})
