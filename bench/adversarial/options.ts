import { join } from 'node:path'
import { parseArgs } from 'node:util'

export interface AdversarialOptions {
  /** A folder of odd, damaged and hostile files. */
  data: string
  parallel: number
}

export const USAGE = `npm run bench:adversarial -- [options]
  --data DIR     the files (../shared/data/adversarial beside the project)
  --parallel N   how many at once (4)`

/** @throws TypeError for what is no option of ours, RangeError for a value that is none */
export function readOptions(args: string[]): AdversarialOptions {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: join(import.meta.dirname, '../../../shared/data/adversarial') },
      parallel: { type: 'string', default: '4' },
    },
  })
  if (!/^[1-9]\d?$/.test(values.parallel)) throw new RangeError('--parallel takes a number')
  return { data: values.data, parallel: Number(values.parallel) }
}
