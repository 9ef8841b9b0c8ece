import { parseArgs } from 'node:util'
import { dateOption } from '#src/lib/date-option.ts'

export interface RankOptions {
  docs: string
  queries: string
  out: string
  /** How many of the resumes stand in each answer. */
  top: number
  /** Where 'present' ends. */
  asOf: Date
}

const DEFAULT_TOP = 50
const MAX_TOP = 1_000_000

export const USAGE = `npm run --silent rank -- --docs DOCS.jsonl --queries QUERIES.json --out RANKS.jsonl [--top N]
  Ranks resumes for jobs with the scoring of the API, without a server or a database.
  --docs FILE     the resumes, one JSON a line: {"id": "...", "text": "..."}
  --queries FILE  the jobs, one JSON array: [{"id": "...", "title": "...", "description": "..."}]
  --top N         resumes a job, best first (${DEFAULT_TOP})
  --as-of DATE    YYYY-MM-DD, where 'present' ends in the years of experience (today)
  --out FILE      one JSON a line and job: {"query": id, "ranked": [[resume id, score], ...]}, scores from 0 to 100`

/** @throws TypeError for what is no option of ours, RangeError for a value that is none */
export function readRankOptions(argv: string[]): RankOptions | 'help' {
  const { values } = parseArgs({
    args: argv,
    options: {
      docs: { type: 'string' },
      queries: { type: 'string' },
      out: { type: 'string' },
      top: { type: 'string', default: String(DEFAULT_TOP) },
      'as-of': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  const { docs, queries, out, top, 'as-of': asOf } = values
  if (!docs) throw new RangeError('--docs names the file of the resumes')
  if (!queries) throw new RangeError('--queries names the file of the jobs')
  if (!out) throw new RangeError('--out names the file of the results')
  if (!/^[1-9]\d{0,6}$/.test(top) || Number(top) > MAX_TOP) {
    throw new RangeError(`--top takes a number from 1 to ${MAX_TOP}`)
  }
  return {
    docs,
    queries,
    out,
    top: Number(top),
    asOf: asOf === undefined ? new Date() : dateOption('--as-of', asOf),
  }
}
