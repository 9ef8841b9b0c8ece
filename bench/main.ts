import { createBenchDatabase } from './database.ts'
import { fill } from './fill.ts'
import { growth } from './growth.ts'
import { hasRealResumes, ingestDemo, ingestReal } from './ingest.ts'
import { listRequest } from './list-request/list-request.ts'
import { memory } from './memory.ts'
import { type Options, readOptions, usage } from './options.ts'
import { outbox } from './outbox.ts'
import { queue } from './queue.ts'
import { claimRedis } from './redis.ts'
import { describeAll, describeMachine, type Result, summary, table } from './report.ts'
import { rescore } from './rescore.ts'
import { type Comparison, compare } from './rounds.ts'
import { searchCandidates, searchJobs } from './search.ts'
import { tenantQuery } from './tenant-query.ts'
import { webhooks } from './webhooks/webhooks.ts'
import type { World } from './world.ts'

interface Benchmark {
  /** What has to be there. */
  needs: Needed[]
  open(world: World, opened: AsyncDisposableStack): Comparison | Promise<Comparison>
}

const DATA = 'the evaluation data'
type Needed = 'TEST_DATABASE_URL' | 'TEST_REDIS_URL' | typeof DATA

const POSTGRES: Needed[] = ['TEST_DATABASE_URL']
const ALL: Needed[] = ['TEST_DATABASE_URL', 'TEST_REDIS_URL']

const COMPARISONS: Record<string, Benchmark> = {
  'list-request': { needs: POSTGRES, open: listRequest },
  'tenant-query': { needs: POSTGRES, open: tenantQuery },
  outbox: { needs: POSTGRES, open: outbox },
  queue: { needs: ALL, open: queue },
  webhooks: { needs: ALL, open: webhooks },
  'ingest-demo': { needs: ALL, open: ingestDemo },
  'ingest-real': { needs: [...ALL, DATA], open: ingestReal },
  'search-jobs': { needs: POSTGRES, open: searchJobs },
  'search-candidates': { needs: POSTGRES, open: searchCandidates },
  rescore: { needs: POSTGRES, open: rescore },
  growth: { needs: POSTGRES, open: growth },
}
const MEMORY = 'memory'
const NAMES = [...Object.keys(COMPARISONS), MEMORY]

const options = optionsOrExit()
const isAsked = (name: string) => options.only.length === 0 || options.only.includes(name)
const report = (result: Result) => {
  if (!options.json) console.log(table(result))
  return result
}

const isThere = (name: Needed) => (name === DATA ? hasRealResumes(options.data) : Boolean(process.env[name]))
const asked = Object.entries(COMPARISONS).filter(([name]) => isAsked(name))
const possible = asked.filter(([, { needs }]) => needs.every(isThere))
for (const [name, { needs }] of asked.filter((each) => !possible.includes(each)))
  console.error(`${name} is left out: it needs ${needs.join(' and ')}.`)

const opened = new AsyncDisposableStack()
try {
  const world = possible.length > 0 ? await openWorld(opened) : undefined
  const machine = await describeMachine(world?.database.admin, options)
  if (!options.json) console.log(`${describeAll(machine)}\n`)
  const results: Result[] = []
  for (const [, { open }] of possible) if (world) results.push(report(await run((its) => open(world, its))))
  if (isAsked(MEMORY)) results.push(report(await memory()))
  if (!options.json && !options.warmUp)
    console.log('A smoke run, cold and short: its figures mean nothing.\n')
  console.log(options.json ? JSON.stringify({ machine, results }, null, 2) : summary(results))
} finally {
  await opened.disposeAsync()
}

async function openWorld(opened: AsyncDisposableStack): Promise<World> {
  const { TEST_DATABASE_URL: serverUrl = '', TEST_REDIS_URL: redisServerUrl } = process.env
  const redis = redisServerUrl ? await claimRedis(redisServerUrl) : undefined
  opened.defer(async () => redis?.close())
  const database = opened.adopt(await createBenchDatabase(serverUrl), (open) => open.close())
  const tenants = await fill(database.admin, options)
  return { serverUrl, redisUrl: redis?.url, database, tenants, options }
}

async function run(open: (opened: AsyncDisposableStack) => Comparison | Promise<Comparison>) {
  const opened = new AsyncDisposableStack()
  try {
    return await compare(await open(opened), options)
  } finally {
    await opened.disposeAsync()
  }
}

function optionsOrExit(): Options {
  try {
    const options = readOptions(process.argv.slice(2))
    const unknown = options.only.find((name) => !NAMES.includes(name))
    if (unknown) throw new RangeError(`there is no comparison ${unknown}`)
    return options
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage(NAMES)}`)
    process.exit(2)
  }
}
