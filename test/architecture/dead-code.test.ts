import { beforeAll, describe, expect, it } from 'vitest'
import type { Report } from './checks/check.ts'
import { deadCode } from './checks/dead-code.ts'
import { type Files, manifest, rulesBroken, withPlanted } from './planted-tree.ts'

const FILES: Files = {
  'package.json': manifest({
    dependencies: { fastify: '5.12.8', pg: '8.23.1' },
    devDependencies: { docx: '9.15.2', pdfkit: '0.20.2', vitest: '5.1.1' },
  }),
  'src/server.ts': [
    "import 'docx'",
    "import 'fastify'",
    "import 'undici'",
    "import { used } from './lib/parts.ts'",
    '',
    "used(new URL('./lib/child.ts', import.meta.url))",
    '',
  ].join('\n'),
  'src/lib/parts.ts': [
    'export interface Shape {',
    '  url: URL',
    '}',
    '',
    'export const used = (url: URL): Shape => ({ url })',
    'export const forgotten = 1',
    'export type Forgotten = string',
    '',
  ].join('\n'),
  'src/lib/child.ts': 'process.exitCode = 0\n',
  'src/lib/nobody.ts': 'export const nobody = 1\n',
  'src/lib/only-tested.ts': 'export const onlyTested = 1\n',
  'src/lib/only-tested.test.ts': [
    "import { expect, it } from 'vitest'",
    "import { onlyTested } from './only-tested.ts'",
    '',
    "it('is one', () => expect(onlyTested).toBe(1))",
    '',
  ].join('\n'),
  'vitest.config.ts': "export default { test: { include: ['src/**/*.test.ts'] } }\n",
}

describe('the search for dead code', () => {
  let report: Report

  beforeAll(async () => {
    report = await withPlanted(FILES, deadCode.run)
  }, 60_000)

  it.each([
    ['a file that nothing imports', 'src/lib/nobody.ts', 'files', 'src/lib/nobody.ts'],
    ['a file that only its test imports', 'src/lib/only-tested.ts', 'files', 'src/lib/only-tested.ts'],
    ['an export', 'src/lib/parts.ts', 'exports', 'forgotten'],
    ['an exported type', 'src/lib/parts.ts', 'types', 'Forgotten'],
    ['a dependency', 'package.json', 'dependencies', 'pg'],
    ['a development dependency', 'package.json', 'devDependencies', 'pdfkit'],
    ['an undeclared dependency', 'src/server.ts', 'unlisted', 'undici'],
    ['a development dependency in the product', 'src/server.ts', 'unlisted', 'docx'],
  ])('finds %s', (_what, file, rule, name) => {
    const found = report.problems.filter((problem) => problem.file.split(':')[0] === file)
    expect(found).toContainEqual(
      expect.objectContaining({ rule, message: expect.stringContaining(`${name} `) }),
    )
  })

  it('finds nothing in the entry of a child process or in a type of its own file', () => {
    expect(rulesBroken(report.problems, 'src/lib/child.ts')).toEqual([])
    expect(report.problems.filter(({ message }) => message.startsWith('Shape '))).toEqual([])
  })

  it('says how many files there were', () => {
    expect(report.read).toBe('6 files')
  })
})
