import { availableParallelism, cpus } from 'node:os'
import type pg from 'pg'
import { pinned } from './list-request/cores.ts'
import { generator } from './list-request/load.ts'
import type { Options } from './options.ts'
import type { Result } from './rounds.ts'

/** What the figures depend on. */
export type Machine = Record<string, string | number | boolean>

export async function describeMachine(admin: pg.Client, options: Options): Promise<Machine> {
  const setting = async (name: string) =>
    (await admin.query(`select current_setting('${name}') as value`)).rows[0].value
  const { tenants, rows, rounds, seconds } = options
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}`,
    node: process.version,
    postgres: await setting('server_version'),
    fsync: await setting('fsync'),
    synchronous_commit: await setting('synchronous_commit'),
    generator,
    pinned,
    redis: process.env.TEST_REDIS_URL !== undefined,
    tenants,
    rows,
    rounds,
    seconds,
  }
}

export const describeAll = (machine: Machine): string =>
  Object.entries(machine)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

/** A table of one comparison, in Markdown. */
export function table({ title, unit, floor, aim, figures }: Result): string {
  const promise = `ratio at least ${floor.toFixed(2)}${aim === undefined ? '' : `, aimed at ${aim.toFixed(2)}`}`
  const head = ['', unit, 'p50 ms', 'p99 ms', 'node us', 'postgres us', 'ratio', 'CPU ratio']
  const rows = figures.map((line) => [
    line.name,
    line.perSecond.toFixed(0),
    line.p50.toFixed(1),
    line.p99.toFixed(1),
    line.nodeMicros.toFixed(0),
    line.postgresMicros?.toFixed(0) ?? '-',
    line.ratio.toFixed(2),
    line.cpuRatio.toFixed(2),
  ])
  return [`${title} (${promise})`, '', ...aligned([head, ...rows]), ''].join('\n')
}

function aligned([head = [], ...rows]: string[][]): string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const pad = (row: string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(pad(head)), line(rule), ...rows.map((row) => line(pad(row)))]
}
