import { parseArgs } from 'node:util'
import { aligned } from '../aligned.ts'
import { createBenchDatabase } from '../database.ts'
import { describeMachine, summary, table } from '../report.ts'
import { type Compared, compare } from '../rounds.ts'
import { inserts, nearest, rankedAnswer } from './comparisons.ts'
import { fillMatches, fillVectors } from './filled.ts'
import { type Bench, openBench } from './open.ts'
import { recallAt50 } from './recall.ts'

const USAGE = `npm run bench:vectors -- [options]
  --quick             a smoke run: few vectors, one round, figures of no worth
  --dimensions <list> lengths of vectors, comma-separated (512)
TEST_DATABASE_URL: of a superuser of a PostgreSQL with pgvector`

const FULL = {
  warmUp: true,
  rounds: 5,
  seconds: 3,
  sizes: [
    { tenants: 1, size: 100_000 },
    { tenants: 2, size: 5_000 },
    { tenants: 20, size: 100 },
  ],
}
const QUICK = {
  warmUp: false,
  rounds: 1,
  seconds: 1,
  sizes: [
    { tenants: 1, size: 12_000 },
    { tenants: 1, size: 500 },
    { tenants: 5, size: 50 },
  ],
}
const RECALL = 0.99

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    dimensions: { type: 'string', default: '512' },
  },
})
const serverUrl = process.env.TEST_DATABASE_URL
if (!serverUrl || !/^[1-9]\d{0,3}(,[1-9]\d{0,3})*$/.test(values.dimensions)) {
  console.error(USAGE)
  process.exit(2)
}
const run = values.quick ? QUICK : FULL

let kept = true
for (const dimensions of values.dimensions.split(',').map(Number)) {
  const opened = new AsyncDisposableStack()
  try {
    kept = (await measure(dimensions, opened)) && kept
  } finally {
    await opened.disposeAsync()
  }
}
process.exitCode = kept ? 0 : 1

/** Prints the figures; answers whether all that is promised was kept. */
async function measure(dimensions: number, opened: AsyncDisposableStack): Promise<boolean> {
  const database = opened.adopt(await createBenchDatabase(serverUrl as string), (open) => open.close())
  const model = { space: 'bench', dimensions }
  const tenants = await fillVectors(database.admin, model, run.sizes)
  const bench = await openBench(database, { model, tenants }, opened)
  console.log(`${dimensions} dimensions; ${await machine(bench)}`)
  console.log(
    `The index of the biggest tenant took ${bench.buildSeconds.toFixed(0)} s and has ${bench.indexMegabytes} MB.\n`,
  )

  const recalls = await recallAt50(bench)
  console.log(
    aligned([
      ['vectors of the tenant', 'by its index', 'recall@50'],
      ...recalls.map(({ size, indexed, recall }) =>
        [size, indexed ? 'yes' : 'no', recall.toFixed(4)].map(String),
      ),
    ]).join('\n'),
  )
  console.log('')

  const jobId = await fillMatches(database.admin, bench.biggest.id)
  const results: Compared[] = []
  for (const comparison of [nearest(bench), rankedAnswer(bench, jobId), inserts(bench)]) {
    const result = await compare(await comparison, run)
    console.log(table(result))
    results.push(result)
  }
  console.log(`${summary(results)}\n`)
  return recalls.every(({ recall }) => recall >= RECALL) && results.every((result) => result.kept)
}

async function machine({ database }: Bench): Promise<string> {
  const about = await describeMachine(database.admin, {
    ...{
      tenants: 0,
      rows: 0,
      searched: 0,
      grown: 0,
      connections: 1,
      only: [],
      json: false,
      profileDir: undefined,
      data: '',
    },
    ...run,
  })
  return ['date', 'processor', 'load', 'postgres'].map((name) => `${name} ${about[name]}`).join(', ')
}
