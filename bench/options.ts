import { parseArgs } from 'node:util'
import { DEFAULT_DATA } from './parse/options.ts'

export interface Options {
  tenants: number
  /** Candidates of all tenants together. */
  rows: number
  /** A turn of each contender before the first round, which does not count. */
  warmUp: boolean
  rounds: number
  /** How long one contender runs in one round; a whole number, because wrk takes no other. */
  seconds: number
  /** Of the HTTP comparison. */
  connections: number
  /** Rows of the tenant that searches. */
  searched: number
  /** Candidates of other tenants, in the bigger of two databases. */
  grown: number
  /** Which comparisons to run; empty for all. */
  only: string[]
  json: boolean
  /** Where CPU profiles of the product's server go. */
  profileDir: string | undefined
  /** Where the evaluation data is. */
  data: string
}

const FULL = {
  tenants: 200,
  rows: 50_000,
  rounds: 5,
  seconds: 3,
  connections: 64,
  searched: 100_000,
  grown: 1_000_000,
}
const QUICK = { tenants: 10, rows: 500, rounds: 1, seconds: 1, connections: 8, searched: 1000, grown: 5000 }

export const usage = (names: string[]): string => `npm run bench -- [options]
  --quick            a smoke run: few rows, one round, figures of no worth
  --only <names>     comma-separated, of ${names.join(', ')}
  --tenants, --rows  the size of the data (${FULL.tenants}, ${FULL.rows})
  --rounds           rounds of each comparison (${FULL.rounds})
  --seconds          of one contender in one round (${FULL.seconds})
  --connections      of the HTTP comparison (${FULL.connections})
  --searched         rows of the tenant that searches (${FULL.searched})
  --grown            candidates of other tenants (${FULL.grown})
  --json             the results as JSON instead of tables
  --data <dir>       the evaluation data (../shared/data beside the project)
  --profile <dir>    write CPU profiles of the product's server there
TEST_DATABASE_URL: of a superuser of a PostgreSQL; TEST_REDIS_URL: of a Redis with an empty numbered database`

/** @throws TypeError for what is no option of ours, RangeError for a value that is none */
export function readOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      tenants: { type: 'string' },
      rows: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string' },
      searched: { type: 'string' },
      grown: { type: 'string' },
      json: { type: 'boolean', default: false },
      profile: { type: 'string' },
      data: { type: 'string', default: DEFAULT_DATA },
    },
  })
  const defaults = values.quick ? QUICK : FULL
  const count = (name: keyof typeof FULL): number => {
    const given = values[name]
    if (given !== undefined && !/^[1-9]\d{0,7}$/.test(given)) throw new RangeError(`--${name} takes a number`)
    return given === undefined ? defaults[name] : Number(given)
  }
  return {
    tenants: count('tenants'),
    rows: count('rows'),
    warmUp: !values.quick,
    rounds: count('rounds'),
    seconds: count('seconds'),
    connections: count('connections'),
    searched: count('searched'),
    grown: count('grown'),
    only: values.only.split(',').filter(Boolean),
    json: values.json,
    profileDir: values.profile,
    data: values.data,
  }
}
