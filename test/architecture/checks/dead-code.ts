import { z } from 'zod'
import type { Check, Problem } from './check.ts'
import { sourceFiles } from './sources.ts'
import { brokenTool, jsonOf, runTool } from './tool.ts'

const symbol = z.object({ name: z.string(), line: z.number().optional() })
// Beside `file`, one list for each kind of issue; duplicate exports come as groups.
const issue = z.object({ file: z.string() }).catchall(z.array(z.union([symbol, z.array(symbol)])))
const output = z.object({ issues: z.array(issue) })

const UNUSED = 'is not used'
const UNDECLARED = 'is used, but package.json does not declare it where it is needed'
const MEANING: Record<string, string> = {
  files: 'is reached from no entry point',
  exports: 'is exported, but nothing imports it',
  types: 'is exported, but nothing imports it',
  dependencies: UNUSED,
  devDependencies: UNUSED,
  unlisted: UNDECLARED,
  binaries: UNDECLARED,
  unresolved: 'does not exist',
}

export const deadCode: Check = {
  name: 'dead code',
  async run(root) {
    const everything = await knip(root, [])
    // A file that only its own test imports is dead, and so is a dependency that only tests use.
    const product = await knip(root, ['--strict', '--include', 'files,dependencies,unlisted'])
    const seen = new Set(everything.map((problem) => JSON.stringify(problem)))
    const problems = [...everything, ...product.filter((problem) => !seen.has(JSON.stringify(problem)))]
    const files = sourceFiles(root).length
    if (files === 0) problems.push({ file: '.', rule: 'unread', message: 'no source files were found' })
    return { problems, warnings: [], read: `${files} files` }
  },
}

async function knip(root: string, args: string[]): Promise<Problem[]> {
  const run = await runTool(root, 'knip', ['--no-progress', '--reporter', 'json', ...args])
  const parsed = output.safeParse(jsonOf(run))
  if (!parsed.success) return [brokenTool('knip', run)]
  const problems = parsed.data.issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, found]) =>
      found.flat().map((symbol) => problemOf(file, kind, symbol)),
    ),
  )
  if (run.code !== 0 && problems.length === 0) problems.push(brokenTool('knip', run))
  return problems
}

function problemOf(file: string, kind: string, { name, line }: z.infer<typeof symbol>): Problem {
  return { file: line ? `${file}:${line}` : file, rule: kind, message: `${name} ${MEANING[kind] ?? kind}` }
}
