import { join } from 'node:path'
import Fastify from 'fastify'
import { parseSigningKeys } from '#src/config/secrets.ts'
import { systemClock } from '#src/lib/clock.ts'
import { writeCursor } from '#src/lib/list.ts'
import { type AccessTokens, registerAccessTokens } from '#src/modules/auth/tokens.ts'
import type { BenchDatabase } from '../database.ts'
import type { BenchTenant } from '../fill.ts'
import { postgresCpuReader } from '../postgres-cpu.ts'
import { SERVER_CORE } from '../processes/cores.ts'
import { type ServerProcess, startServer } from '../processes/server-process.ts'
import { productEnv } from '../product.ts'
import { PAGE } from '../reference.ts'
import type { Comparison, Contender } from '../rounds.ts'
import type { World } from '../world.ts'
import { type ListRequest, sendLoad } from './load.ts'

/**
 * `GET /v1/candidates` as a client gets it (token, tenant scope, query validation, rate limit, cursor, serializer)
 * beside a handler that has none of it. Half of the requests are first pages, the others continue somewhere.
 */
export async function listRequest(world: World, opened: AsyncDisposableStack): Promise<Comparison> {
  const { database, tenants, options } = world
  const { connections, profileDir } = options
  const env = await productEnv(world, opened)
  const workDir = env.DATA_DIR
  const script = (name: string) => join(import.meta.dirname, name)
  const product = opened.use(
    await startServer({ script: script('product-server.ts'), env, core: SERVER_CORE, profileDir }),
  )
  const bare = opened.use(
    await startServer({
      script: script('bare-server.ts'),
      env: { DATABASE_URL: database.superUrl },
      core: SERVER_CORE,
    }),
  )
  const tokens = await accessTokens(env.JWT_KEYS)
  const places = await drawPlaces(database, tenants)
  const postgresCpu = postgresCpuReader(database.admin)
  const asked = (name: string, server: ServerProcess, requestsOf: () => ListRequest[]): Contender => ({
    name,
    run: async (seconds) => {
      const requests = requestsOf()
      await postgresCpu()
      const before = await server.cpu()
      const sent = await sendLoad({ origin: server.origin, requests, connections, seconds, workDir })
      return {
        operations: sent.requests,
        seconds: sent.seconds,
        latency: { p50: sent.p50, p99: sent.p99 },
        nodeCpu: (await server.cpu()) - before,
        postgresCpu: await postgresCpu(),
      }
    },
  })
  return {
    name: 'list-request',
    title: `GET /v1/candidates, ${PAGE} of them, ${connections} connections`,
    unit: 'requests/s',
    target: { of: 'throughput', atLeast: 0.8, aim: 1 },
    references: [asked('bare Fastify and pg', bare, () => places.map(bareRequest))],
    contenders: [
      asked('whole stack, access token', product, () => {
        // Anew each time: they live for minutes. One a tenant, as one person would use it.
        const signed = tenants.map(
          (tenant) => [tenant, tokens.sign({ ...tenant, tenantId: tenant.id })] as const,
        )
        const tokenOf = new Map(signed)
        return places.map((place) => productRequest(place, tokenOf.get(place.tenant) ?? ''))
      }),
      asked('whole stack, API key', product, () =>
        places.map((place) => productRequest(place, place.tenant.key)),
      ),
    ],
  }
}

async function accessTokens(keys: string): Promise<AccessTokens> {
  const app = Fastify()
  const tokens = registerAccessTokens(app, parseSigningKeys(keys), systemClock)
  await app.ready()
  return tokens
}

/** Where a page begins: at the start of a tenant's list, or after one of its candidates. */
interface Place {
  tenant: BenchTenant
  after: { createdAt: string; id: string } | undefined
}

const REQUESTS = 2000

/** Drawn from the rows, so that a tenant is asked for as often as it is big. The same in every run of a size. */
async function drawPlaces({ admin }: BenchDatabase, tenants: BenchTenant[]): Promise<Place[]> {
  const { rows } = await admin.query<{ tenant_id: string; created_at: Date; id: string }>(
    'select tenant_id, created_at, id from candidates order by hashtext(created_at::text || id::text) limit $1',
    [REQUESTS],
  )
  const byId = new Map(tenants.map((tenant) => [tenant.id, tenant]))
  return rows.flatMap(({ tenant_id, created_at, id }, i): Place[] => {
    const tenant = byId.get(tenant_id)
    if (!tenant) return []
    return [{ tenant, after: i % 2 === 0 ? undefined : { createdAt: created_at.toISOString(), id } }]
  })
}

function bareRequest({ tenant, after }: Place): ListRequest {
  const query = after ? `?created_at=${after.createdAt}&id=${after.id}` : ''
  return { path: `/candidates${query}`, header: ['x-tenant', tenant.id] }
}

function productRequest({ after }: Place, token: string): ListRequest {
  const sort = { field: 'created_at', direction: 'desc' } as const
  const cursor = after ? `&cursor=${writeCursor(sort, { value: after.createdAt, id: after.id })}` : ''
  return { path: `/v1/candidates?limit=${PAGE}${cursor}`, header: ['Authorization', `Bearer ${token}`] }
}
