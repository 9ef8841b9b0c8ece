import { relative, sep } from 'node:path'
import type { Check, Problem } from './check.ts'
import { sourceFiles, unreadFiles } from './sources.ts'
import { brokenTool, runTool } from './tool.ts'

const ERROR = /^(?:(?<file>.+?)\((?<line>\d+),\d+\): )?error (?<code>TS\d+): (?<message>.*)$/

export const types: Check = {
  name: 'types',
  async run(root) {
    const run = await runTool(root, 'tsc', ['--noEmit', '--pretty', 'false', '--listFiles'])
    const lines = run.stdout.split('\n')
    const problems = lines.flatMap(problemOf)
    const files = new Set(lines.map((line) => relative(root, line).split(sep).join('/')))
    const expected = sourceFiles(root)
    if (run.code !== 0 && problems.length === 0) problems.push(brokenTool('tsc', run))
    problems.push(...unreadFiles(expected, files))
    const own = expected.filter((file) => files.has(file)).length
    return { problems, warnings: [], read: `${own} of ${expected.length} files` }
  },
}

function problemOf(line: string): Problem[] {
  const found = ERROR.exec(line)?.groups
  if (!found) return []
  const file = found.file ? `${found.file}:${found.line}` : 'tsconfig.json'
  return [{ file, rule: found.code ?? '', message: found.message ?? '' }]
}
