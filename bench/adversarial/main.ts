import { existsSync } from 'node:fs'
import { MAX_RSS_BYTES } from '#src/modules/resumes/parser/client.ts'
import { aligned } from '../aligned.ts'
import { type AdversarialOptions, readOptions, USAGE } from './options.ts'
import { type Outcome, readAll } from './read-all.ts'

// Odd, damaged and hostile files: every one ends in time, in bounded memory, and with a state and a reason.
const options = optionsOrExit()
if (!existsSync(options.data)) {
  console.log(`The files are not at ${options.data}: nothing is read. --data DIR says where they are.`)
  process.exit(0)
}
const rejections: unknown[] = []
process.on('unhandledRejection', (error) => rejections.push(error))
const SHOWN = 8
const { outcomes, childPeak, ownPeak } = await readAll(options.data, options.parallel)

/** Between two looks of the sandbox at its child, and for what a process has beside its heap. */
const SLACK = 1.25
const faults = [
  ...outcomes.flatMap(({ name, fault }) => (fault ? [`${name} ${fault}`] : [])),
  ...rejections.map((error) => `a promise was left: ${error}`),
  ...(childPeak > MAX_RSS_BYTES * SLACK ? [`a child held ${megabytes(childPeak)}`] : []),
]
console.log(`${folders(outcomes)}\n`)
console.log(`Slowest\n\n${files(outcomes.toSorted((a, b) => b.ms - a.ms))}\n`)
console.log(`Biggest\n\n${files(outcomes.toSorted((a, b) => b.bytes - a.bytes))}\n`)
console.log(`Peak RSS: ${megabytes(childPeak)} of a child, ${megabytes(ownPeak)} of this process.`)
for (const fault of faults) console.log(`Violated: ${fault}`)
console.log(`${outcomes.length} files, ${options.parallel} at once, ${faults.length} violations.`)
process.exitCode = faults.length > 0 ? 1 : 0

function folders(all: Outcome[]): string {
  const rows = [...Map.groupBy(all, ({ folder }) => folder)].map(([folder, given]) => [
    folder,
    String(given.length),
    ...(['parsed', 'needs_review', 'failed'] as const).map((state) =>
      String(given.filter((each) => each.state === state).length),
    ),
    (Math.max(...given.map(({ ms }) => ms)) / 1000).toFixed(1),
    reasonsOf(given),
  ])
  const head = ['folder', 'files', 'parsed', 'to review', 'failed', 'slowest s', 'why they failed']
  return aligned([head, ...rows]).join('\n')
}

function reasonsOf(given: Outcome[]): string {
  const failed = given.filter(({ state }) => state === 'failed').flatMap(({ reasons }) => reasons)
  const counts = [...Map.groupBy(failed, (reason) => reason)].map(([reason, all]) => ({
    reason,
    count: all.length,
  }))
  return counts
    .toSorted((a, b) => b.count - a.count)
    .map(({ reason, count }) => `${reason} ${count}`)
    .join(', ')
}

function files(sorted: Outcome[]): string {
  const rows = sorted
    .slice(0, SHOWN)
    .map(({ name, bytes, ms, state, reasons }) => [
      name,
      (bytes / 1000).toFixed(0),
      (ms / 1000).toFixed(1),
      state,
      reasons.join(', '),
    ])
  return aligned([['file', 'KB', 's', 'state', 'reasons'], ...rows]).join('\n')
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}

function optionsOrExit(): AdversarialOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`)
    process.exit(2)
  }
}
