import { join } from 'node:path'
import type { Check, Problem, Report } from './checks/check.ts'
import { contextAsType } from './checks/context-as-type.ts'
import { deadCode } from './checks/dead-code.ts'
import { fileSize } from './checks/file-size.ts'
import { layers } from './checks/layers.ts'
import { lint } from './checks/lint.ts'
import { types } from './checks/types.ts'

interface Outcome extends Report {
  name: string
  seconds: number
}

// Slow ones first, so that both lanes end together.
const CHECKS: Check[] = [types, deadCode, layers, lint, fileSize, contextAsType]
const LANES = 2

const root = process.argv[2] ?? join(import.meta.dirname, '..', '..')
const outcomes = await runAll(root)
printTable(outcomes)
printProblems(
  'warning',
  outcomes.flatMap(({ warnings }) => warnings),
)
printProblems(
  'problem',
  outcomes.flatMap(({ problems }) => problems),
)
process.exitCode = outcomes.some(({ problems }) => problems.length > 0) ? 1 : 0

async function runAll(root: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const waiting = CHECKS.values()
  const lane = async () => {
    for (const check of waiting) outcomes.push(await runOne(check, root))
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return outcomes
}

async function runOne(check: Check, root: string): Promise<Outcome> {
  const start = performance.now()
  const report = await check.run(root)
  return { name: check.name, seconds: (performance.now() - start) / 1000, ...report }
}

function printTable(outcomes: Outcome[]): void {
  for (const { name, seconds, problems, read } of outcomes) {
    const verdict = problems.length === 0 ? 'ok' : 'failed'
    const found = problems.length === 0 ? '' : `, ${problems.length} problems`
    console.log(
      `${verdict.padEnd(7)} ${name.padEnd(18)} ${seconds.toFixed(1).padStart(5)} s  ${read}${found}`,
    )
  }
}

function printProblems(title: string, problems: Problem[]): void {
  if (problems.length > 0) console.log(`\n${problems.length} ${title}${problems.length === 1 ? '' : 's'}`)
  for (const { file, rule, message } of problems) console.log(`  ${file}  ${rule}: ${message}`)
}
