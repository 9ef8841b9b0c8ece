import { join } from 'node:path'
import { parseArgs } from 'node:util'

export interface MatchOptions {
  /** The evaluation data: `match/` and its scorer. */
  data: string
  /** Prints every query. */
  byQuery: boolean
}

const DEFAULT_DATA = join(import.meta.dirname, '../../../shared/data')

export const USAGE = `npm run bench:match -- [options]
  --data DIR   the evaluation data (../shared/data beside the project)
  --by-query   the figures of every query too`

/** @throws TypeError for what is no option of ours */
export function readOptions(args: string[]): MatchOptions {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: DEFAULT_DATA },
      'by-query': { type: 'boolean', default: false },
    },
  })
  return { data: values.data, byQuery: values['by-query'] }
}
