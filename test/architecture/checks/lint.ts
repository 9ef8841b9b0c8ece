import { z } from 'zod'
import type { Check, Problem } from './check.ts'
import { sourceFiles } from './sources.ts'
import { brokenTool, jsonOf, runTool } from './tool.ts'

const output = z.object({
  summary: z.object({ changed: z.number(), unchanged: z.number() }),
  diagnostics: z.array(
    z.object({
      severity: z.string(),
      message: z.string(),
      category: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }).nullish(),
    }),
  ),
})

export const lint: Check = {
  name: 'lint and format',
  async run(root) {
    const run = await runTool(root, 'biome', [
      ...['check', '.', '--error-on-warnings'],
      ...['--reporter=json', '--max-diagnostics=none'],
    ])
    const parsed = output.safeParse(jsonOf(run))
    if (!parsed.success) return { problems: [brokenTool('biome', run)], warnings: [], read: 'nothing' }

    const { summary, diagnostics } = parsed.data
    const all = diagnostics.map((found) => ({ severity: found.severity, ...problemOf(found) }))
    const problems: Problem[] = all.filter(({ severity }) => severity !== 'info')
    const warnings = all.filter(({ severity }) => severity === 'info')
    const read = summary.changed + summary.unchanged
    const expected = sourceFiles(root).filter((file) => !file.includes('/fixtures/')).length
    if (run.code !== 0 && problems.length === 0) problems.push(brokenTool('biome', run))
    if (expected === 0 || read < expected) {
      problems.push({ file: '.', rule: 'unread', message: `biome read ${read} of ${expected} files` })
    }
    return { problems, warnings, read: `${read} files` }
  },
}

function problemOf({ location, category, message }: z.infer<typeof output>['diagnostics'][number]): Problem {
  const file = location ? `${location.path}:${location.start.line}` : '.'
  return { file, rule: category, message }
}
