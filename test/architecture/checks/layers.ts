import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Check } from './check.ts'
import { sourceFiles, unreadFiles } from './sources.ts'
import { brokenTool, jsonOf, runTool } from './tool.ts'

const output = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
    totalDependenciesCruised: z.number(),
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string(), comment: z.string() })) }),
  }),
})

export const layers: Check = {
  name: 'layers',
  async run(root) {
    const folders = ['src', 'test', 'bench'].filter((folder) => existsSync(join(root, folder)))
    const run = await runTool(root, 'depcruise', [
      ...['--config', '.dependency-cruiser.mjs', '--output-type', 'json'],
      ...folders,
    ])
    const parsed = output.safeParse(jsonOf(run))
    if (!parsed.success)
      return { problems: [brokenTool('dependency-cruiser', run)], warnings: [], read: 'nothing' }

    const { modules, summary } = parsed.data
    const cruised = new Set(modules.map((module) => module.source))
    const expected = sourceFiles(root)
    const reasons = new Map(summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]))
    const problems = summary.violations.map(({ from, to, rule }) => ({
      file: from,
      rule: rule.name,
      message: `imports ${to} (${reasons.get(rule.name)})`,
    }))
    problems.push(...unreadFiles(expected, cruised))
    const own = expected.filter((file) => cruised.has(file)).length
    const read = `${own} of ${expected.length} modules, ${summary.totalDependenciesCruised} imports`
    return { problems, warnings: [], read }
  },
}
