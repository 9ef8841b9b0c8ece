import { type BenchDatabase, createBenchDatabase } from './database.ts'
import { type BenchTenant, fill } from './fill.ts'
import { listRequest } from './list-request/list-request.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { outbox } from './outbox.ts'
import { describeAll, describeMachine, table } from './report.ts'
import { type Comparison, measure, type Result } from './rounds.ts'
import { tenantQuery } from './tenant-query.ts'

type Open = (
  database: BenchDatabase,
  tenants: BenchTenant[],
  options: Options,
  opened: AsyncDisposableStack,
) => Comparison | Promise<Comparison>

const COMPARISONS: Record<string, Open> = {
  'list-request': listRequest,
  'tenant-query': (database, tenants, _options, opened) => tenantQuery(database, tenants, opened),
  outbox: (database, tenants, _options, opened) => outbox(database, tenants, opened),
}

const options = optionsOrExit()
const serverUrl = process.env.TEST_DATABASE_URL
if (serverUrl) await runAll(serverUrl, options)
else {
  console.log(
    `Nothing was measured: ${Object.keys(COMPARISONS).join(', ')} need TEST_DATABASE_URL, the URL of a superuser of a PostgreSQL server.`,
  )
}

async function runAll(url: string, options: Options): Promise<void> {
  const database = await createBenchDatabase(url)
  try {
    const tenants = await fill(database.admin, options)
    const machine = await describeMachine(database.admin, options)
    if (!options.json) console.log(`${describeAll(machine)}\n`)
    const results: Result[] = []
    for (const [name, open] of Object.entries(COMPARISONS)) {
      if (options.only.length > 0 && !options.only.includes(name)) continue
      const result = await run((opened) => open(database, tenants, options, opened), options)
      results.push(result)
      if (!options.json) console.log(table(result))
    }
    if (options.json) console.log(JSON.stringify({ machine, comparisons: results }, null, 2))
  } finally {
    await database.close()
  }
}

async function run(
  open: (opened: AsyncDisposableStack) => Comparison | Promise<Comparison>,
  options: Options,
): Promise<Result> {
  const opened = new AsyncDisposableStack()
  try {
    const { contenders, ...promise } = await open(opened)
    return { ...promise, figures: await measure(contenders, options) }
  } finally {
    await opened.disposeAsync()
  }
}

function optionsOrExit(): Options {
  try {
    const options = readOptions(process.argv.slice(2))
    const unknown = options.only.find((name) => !(name in COMPARISONS))
    if (unknown) throw new RangeError(`there is no comparison ${unknown}`)
    return options
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`)
    process.exit(2)
  }
}
