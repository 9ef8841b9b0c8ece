import type { z } from 'zod'
import type { usageSchema } from '../ai.schemas.ts'

type Usage = z.output<typeof usageSchema>

/** The ledger of some days for people at a terminal. */
export function reportText(usage: Usage): string {
  const { from, to, total, lines } = usage
  const counts = `${whole(total.calls)} calls, ${whole(total.failed)} failed, ${whole(total.cached)} from memory`
  const head = `AI usage ${from} to ${to}: ${usd(total.cost_micro_usd)} USD for ${counts}`
  if (lines.length === 0) return `${head}\n`
  return [
    head,
    plotOf('Day', sumBy(lines, 'day', daysOf(from, to))),
    plotOf('Feature', dearestFirst(sumBy(lines, 'feature'))),
    plotOf('Model', dearestFirst(sumBy(lines, 'model'))),
    '',
  ].join('\n\n')
}

/** Micro-USD by name. */
type Sums = Map<string, number>

function sumBy(lines: Usage['lines'], field: 'day' | 'feature' | 'model', names: string[] = []): Sums {
  const sums: Sums = new Map(names.map((name) => [name, 0]))
  for (const line of lines) sums.set(line[field], (sums.get(line[field]) ?? 0) + line.cost_micro_usd)
  return sums
}

const dearestFirst = (sums: Sums): Sums => new Map([...sums].sort(([, a], [, b]) => b - a))

const DAY_MS = 24 * 60 * 60_000

/** Days without a call are shown too: a gap is news. */
const daysOf = (from: string, to: string): string[] => {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
  return Array.from({ length: days }, (_, i) =>
    new Date(Date.parse(from) + i * DAY_MS).toISOString().slice(0, 10),
  )
}

const WIDTH = 40

function plotOf(title: string, sums: Sums): string {
  const name = Math.max(title.length, ...[...sums.keys()].map((each) => each.length))
  const amount = Math.max('USD'.length, ...[...sums.values()].map((each) => usd(each).length))
  const most = Math.max(...sums.values())
  const rows = [...sums].map(([each, cost]) =>
    `${each.padEnd(name)}  ${usd(cost).padStart(amount)}  ${bar(cost, most)}`.trimEnd(),
  )
  return [`${title.padEnd(name)}  ${'USD'.padStart(amount)}`, ...rows].join('\n')
}

/** Of blocks and, at its end, of an eighth of one. */
function bar(cost: number, most: number): string {
  if (cost === 0 || most === 0) return ''
  const eighths = Math.max(1, Math.round((cost / most) * WIDTH * 8))
  return '█'.repeat(Math.floor(eighths / 8)) + ' ▏▎▍▌▋▊▉'.charAt(eighths % 8).trim()
}

/** Exact to the micro-dollar. */
const usd = (micro: number): string => {
  const [units, millionths] = [Math.floor(micro / 1_000_000), micro % 1_000_000]
  return `${whole(units)}.${String(millionths).padStart(6, '0')}`
}

const whole = (n: number): string => n.toLocaleString('en-US')
