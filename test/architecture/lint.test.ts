import { beforeAll, describe, expect, it } from 'vitest'
import type { Report } from './checks/check.ts'
import { lint } from './checks/lint.ts'
import { type Files, rulesBroken, withPlanted } from './planted-tree.ts'

// [the rule, a file, its content]
const VIOLATIONS = [
  ['lint/suspicious/noExplicitAny', 'src/lib/loose.ts', 'export const loose: any = 1\n'],
  ['lint/nursery/noFloatingPromises', 'src/lib/floats.ts', floating('./save.ts')],
  ['lint/nursery/noFloatingPromises', 'src/modules/jobs/floats.ts', floating('#src/lib/save.ts')],
  ['lint/nursery/noMisusedPromises', 'src/lib/misuses.ts', misusing()],
  ['lint/suspicious/noImportCycles', 'src/lib/hen.ts', importingType('Egg', '#src/lib/egg.ts', 'Hen')],
  ['lint/suspicious/noImportCycles', 'src/lib/egg.ts', importingType('Hen', './hen.ts', 'Egg')],
  ['lint/complexity/noExcessiveLinesPerFunction', 'src/lib/long.ts', functionOf(81)],
  ['lint/complexity/noExcessiveCognitiveComplexity', 'src/lib/tangled.ts', tangled()],
  ['lint/correctness/noUnusedImports', 'src/lib/unused.ts', "import { save } from './save.ts'\n"],
  ['lint/correctness/useImportExtensions', 'src/lib/bare.ts', "export { save as keep } from './save'\n"],
  ['lint/style/noProcessEnv', 'src/modules/jobs/mode.ts', 'export const mode = process.env.MODE\n'],
  [
    'lint/style/noProcessEnv',
    'src/lib/env.ts',
    "import { env } from 'node:process'\n\nexport const mode = env.MODE\n",
  ],
  ['lint/style/noDefaultExport', 'src/lib/nameless.ts', 'export default 1\n'],
  ['lint/performance/noReExportAll', 'src/modules/jobs/index.ts', "export * from '#src/lib/save.ts'\n"],
  ['lint/suspicious/noConsole', 'src/lib/talks.ts', "console.log('hello')\n"],
  [
    'lint/suspicious/noFocusedTests',
    'src/lib/save.test.ts',
    "import { it } from 'vitest'\n\nit.only('saves', () => {})\n",
  ],
  [
    'assist/source/organizeImports',
    'src/lib/unsorted.ts',
    "import 'node:path'\nimport { env } from './z.ts'\nimport { save } from './save.ts'\n\nexport const both = [env, save]\n",
  ],
  ['format', 'src/lib/untidy.ts', 'export const untidy = "double";\n'],
] as const

const ALLOWED: Files = {
  'src/lib/save.ts': 'export async function save(): Promise<void> {\n  await Promise.resolve()\n}\n',
  'src/lib/awaits.ts':
    "import { save } from './save.ts'\n\nexport async function twice(): Promise<void> {\n  await save()\n  await save()\n}\n",
  'src/lib/fits.ts': functionOf(80),
  'src/config/env.ts': 'export const mode = process.env.MODE\n',
  'test/support/long.ts': functionOf(81),
  'test/architecture/prints.ts': "console.log('a tool of the command line')\n",
}

describe('the lint', () => {
  let report: Report

  beforeAll(async () => {
    const planted = VIOLATIONS.map(([, file, content]) => [file, content] as const)
    report = await withPlanted({ ...ALLOWED, ...Object.fromEntries(planted) }, lint.run)
  }, 60_000)

  it.each(VIOLATIONS)('finds %s in %s', (rule, file) => {
    expect(rulesBroken(report.problems, file)).toContain(rule)
  })

  it.each(Object.keys(ALLOWED))('finds nothing in %s', (file) => {
    expect(rulesBroken(report.problems, file)).toEqual([])
  })
})

it('the lint fails on a tree without sources', async () => {
  const { problems } = await withPlanted({}, lint.run)
  expect(rulesBroken(problems, '.')).toContain('unread')
})

function floating(from: string): string {
  return `import { save } from '${from}'\n\nexport function forget(): void {\n  save()\n}\n`
}

function misusing(): string {
  return "import { save } from './save.ts'\n\nexport function all(ids: string[]): void {\n  ids.forEach(async () => {\n    await save()\n  })\n}\n"
}

function importingType(other: string, from: string, own: string): string {
  return `import type { ${other} } from '${from}'\n\nexport type ${own} = ${other} | undefined\n`
}

/** A function of so many lines, its braces included. */
function functionOf(lines: number): string {
  const body = Array.from({ length: lines - 4 }, (_, line) => `  total += ${line}`)
  return ['export function long(): number {', '  let total = 0', ...body, '  return total', '}', ''].join(
    '\n',
  )
}

function tangled(): string {
  const open = Array.from({ length: 7 }, (_, depth) => `${'  '.repeat(depth + 1)}if (n > ${depth}) {`)
  const close = Array.from({ length: 7 }, (_, depth) => `${'  '.repeat(7 - depth)}}`)
  return [
    'export function tangled(n: number): number {',
    ...open,
    `${'  '.repeat(8)}return n`,
    ...close,
    '  return 0',
    '}',
    '',
  ].join('\n')
}
