import { join } from 'node:path'
import { parseArgs } from 'node:util'

const PARTS = ['accuracy', 'throughput', 'memory'] as const
type Part = (typeof PARTS)[number]

export interface ParseOptions {
  /** The evaluation data: `parse/`, `match/livecareer/` and the scorer. */
  data: string
  parts: readonly Part[]
  /** How many resumes of `match/livecareer` are timed. */
  sample: number
  rounds: number
}

const DEFAULTS = { sample: 150, rounds: 5 }
export const DEFAULT_DATA = join(import.meta.dirname, '../../../shared/data')

export const USAGE = `npm run bench:parse -- [options]
  --data DIR     the evaluation data (../shared/data beside the project)
  --only NAMES   comma-separated, of ${PARTS.join(', ')}
  --sample N     resumes of match/livecareer that are timed (${DEFAULTS.sample}; 0 for all)
  --rounds N     rounds of the timing, after one that does not count (${DEFAULTS.rounds})`

/** @throws TypeError for what is no option of ours, RangeError for a value that is none */
export function readOptions(args: string[]): ParseOptions {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: DEFAULT_DATA },
      only: { type: 'string', default: PARTS.join(',') },
      sample: { type: 'string', default: String(DEFAULTS.sample) },
      rounds: { type: 'string', default: String(DEFAULTS.rounds) },
    },
  })
  const parts = values.only.split(',').map((name) => {
    const part = PARTS.find((each) => each === name)
    if (!part) throw new RangeError(`there is no part ${name}`)
    return part
  })
  return {
    data: values.data,
    parts,
    sample: count('sample', values.sample) || Number.POSITIVE_INFINITY,
    rounds: Math.max(1, count('rounds', values.rounds)),
  }
}

function count(name: string, given: string): number {
  if (!/^\d{1,6}$/.test(given)) throw new RangeError(`--${name} takes a number`)
  return Number(given)
}
