import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Route } from '#src/http/route.ts'
import { events, routes } from '#src/modules/registry.ts'
import { contractOf } from '#src/modules/service/index.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { makeWorld, type World } from '#test/tenancy/world.ts'
import { NAUGHTY, randomFrom } from './naughty.ts'
import { walkOperation } from './walk-operation.ts'

/** What `npm run test:fuzz` sets; without it a sample that the seed picks. */
const isWhole = process.env.FUZZ === 'all'
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)
const STRINGS = isWhole ? NAUGHTY.length : 10

/** Of the whole walk one operation takes minutes. */
const TIMEOUT_MS = 30 * 60_000
/** What a walk may leave behind on the heap: the caches that fill while it goes. */
const MAY_GROW_BYTES = 64 * 1024 * 1024

/** Walks every n-th operation of the contract, so that files share the work. */
export async function walkContract(share: number, of: number): Promise<void> {
  const api = await testApi({ LOG_LEVEL: 'silent' })
  const operations = operationsOfContract().filter((_, i) => i % of === share)
  let tenant: TestTenant
  let world: World
  let requests = 0
  let isSpent = false
  let settled: number | undefined

  const renew = async () => {
    tenant = await api.tenant()
    world = await makeWorld(api, tenant)
  }
  beforeAll(renew)
  afterAll(() => console.log(`fuzz: ${requests} requests to ${operations.length} operations, seed ${seed}`))

  test.each(operations.map((route) => [route.operationId, route] as const))(
    '%s',
    async (name, route) => {
      if (isWhole || isSpent) await renew()
      // Others change what they name too, but leave it there.
      isSpent = route.method === 'DELETE' || route.tag === 'Authentication'
      const random = randomFrom(seed + hashOf(name))
      requests += await walkOperation({ route, client: tenant.admin, world, random, strings: STRINGS })
      settled ??= heapUsed()
    },
    TIMEOUT_MS,
  )

  test('the heap is as it was', () => {
    expect(heapUsed() - (settled ?? 0)).toBeLessThan(MAY_GROW_BYTES)
  })
}

/** In the order of their names, so that a share stays a mix. Streams without an end are walked over a socket. */
function operationsOfContract(): Route[] {
  const byId = new Map(routes.map((route) => [route.operationId, route]))
  const named = Object.values(contractOf(routes, events).paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => String(operationId)),
  )
  return named.sort().flatMap((operationId) => {
    const route = byId.get(operationId)
    if (!route) throw new Error(`the contract names ${operationId}, which is no route`)
    return isEndless(route) ? [] : [route]
  })
}

const isEndless = ({ success }: Route) => success.messages !== undefined

const hashOf = (text: string) => [...text].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) | 0, 7)

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  return process.memoryUsage().heapUsed
}
