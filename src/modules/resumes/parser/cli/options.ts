import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { dateOption } from '#src/lib/date-option.ts'

export interface CliOptions {
  /** Where the results go. */
  out: string
  files: string[]
  /** How many files are read at once, each in a process of its own. */
  workers: number
  /** Where 'present' ends. */
  asOf: Date
  recognize: boolean
}

const MAX_WORKERS = 64

export const USAGE = `npm run --silent parse -- --out DIR [options] FILE...
  Writes DIR/<name of the file without its ending>.json for each FILE, or <full name>.json where two would be the same.
  What cannot be read has its reason there too.
  --out DIR      where the results go; made if it is not there
  --workers N    files read at once, ${MAX_WORKERS} at most (as many as there are processors)
  --as-of DATE   YYYY-MM-DD, where 'present' ends in the years of experience (today)
  --ocr          recognises the text of scans and pictures, with the optional packages`

/** @throws TypeError for what is no option of ours, RangeError for a value that is none */
export function readCliOptions(argv: string[]): CliOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      workers: { type: 'string' },
      'as-of': { type: 'string' },
      ocr: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  if (!values.out) throw new RangeError('--out names the directory of the results')
  if (positionals.length === 0) throw new RangeError('there is no file to parse')
  return {
    out: values.out,
    files: positionals,
    workers: values.workers === undefined ? availableParallelism() : workersOf(values.workers),
    asOf: values['as-of'] === undefined ? new Date() : dateOption('--as-of', values['as-of']),
    recognize: values.ocr,
  }
}

function workersOf(given: string): number {
  const count = Number(given)
  if (!/^[1-9]\d?$/.test(given) || count > MAX_WORKERS) {
    throw new RangeError(`--workers takes a number from 1 to ${MAX_WORKERS}`)
  }
  return count
}
