import { availableParallelism, cpus, loadavg } from 'node:os'
import type pg from 'pg'
import { aligned } from './aligned.ts'
import { generator } from './list-request/load.ts'
import { type Measured, sum } from './memory.ts'
import type { Options } from './options.ts'
import { pinned } from './processes/cores.ts'
import type { Compared, Figures } from './rounds.ts'

export type Result = Compared | Measured

/** What the figures depend on. */
export type Machine = Record<string, string | number | boolean>

export async function describeMachine(admin: pg.Client | undefined, options: Options): Promise<Machine> {
  const setting = async (name: string) =>
    (await admin?.query(`select current_setting('${name}') as value`))?.rows[0].value ?? 'none'
  const { tenants, rows, searched, grown, rounds, seconds } = options
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}`,
    load: (loadavg()[0] ?? 0).toFixed(1),
    node: process.version,
    postgres: await setting('server_version'),
    fsync: await setting('fsync'),
    synchronous_commit: await setting('synchronous_commit'),
    generator,
    pinned,
    redis: process.env.TEST_REDIS_URL !== undefined,
    tenants,
    rows,
    searched,
    grown,
    rounds,
    seconds,
  }
}

export const describeAll = (machine: Machine): string =>
  Object.entries(machine)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

/** The figures of one result, in Markdown. */
export function table(result: Result): string {
  const { name, title } = result
  const lines = result.kind === 'memory' ? memoryLines(result) : comparedLines(result)
  return [
    `${name}: ${title} (promised ${promise(result)}; measured ${measured(result)})`,
    '',
    ...aligned(lines),
    '',
  ].join('\n')
}

/** What was promised and what became of it, in Markdown. */
export const summary = (results: Result[]): string =>
  aligned([
    ['', 'promised', 'measured', 'kept'],
    ...results.map((result) => [result.name, promise(result), measured(result), result.kept ? 'yes' : 'no']),
  ]).join('\n')

function promise({ target }: Result): string {
  if (target.of === 'memory') return `at most ${megabytes(target.atMost)}`
  if (target.of === 'throughput') return `at least ${target.atLeast.toFixed(2)}`
  return `${target.of} at most ${target.atMost.toFixed(2)}`
}

const measured = (result: Result): string =>
  result.kind === 'memory' ? megabytes(result.measured) : result.measured.toFixed(2)

function comparedLines({ unit, target, figures }: Compared): string[][] {
  const ratio = target.of === 'throughput' ? 'ratio' : `${target.of} ratio`
  const head = ['', unit, 'p50 ms', 'p99 ms', 'node us', 'postgres us', ratio, 'CPU ratio']
  return [head, ...figures.map(figuresLine)]
}

const figuresLine = (line: Figures): string[] => [
  line.name,
  number(line.perSecond, line.perSecond < 100 ? 1 : 0),
  number(line.p50, 1),
  number(line.p99, 1),
  number(line.nodeMicros, 0),
  number(line.postgresMicros, 0),
  number(line.ratio, 2),
  number(line.cpuRatio, 2),
]

function memoryLines({ processes }: Measured): string[][] {
  const all = { command: 'all', rss: sum(processes, 'rss'), pss: sum(processes, 'pss') }
  const lines = [...processes, all].map(({ command, rss, pss }) => [command, megabytes(rss), megabytes(pss)])
  return [['', 'RSS', 'PSS'], ...lines]
}

const number = (value: number | undefined, digits: number): string =>
  value === undefined || Number.isNaN(value) ? '-' : value.toFixed(digits)

const megabytes = (bytes: number | undefined): string =>
  bytes === undefined || Number.isNaN(bytes) ? '-' : `${(bytes / 1e6).toFixed(0)} MB`
