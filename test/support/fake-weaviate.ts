import { z } from 'zod'
import { cosine, type RemoteAnswer, type RemoteRequest, remoteServer } from './remote-server.ts'

const API_KEY = 'weaviate-key'

interface Stored {
  vector: number[]
  properties: { subject_id: string }
}

type Shards = Map<string, Map<string, Stored>>

export interface FakeWeaviate {
  env: Record<string, string>
  /** Objects by id, by tenant, by class. */
  classes: Map<string, Shards>
  /** Answers with this status until told otherwise; 0 to serve. */
  refuseWith(status: number): void
}

/** As much of REST and GraphQL as the documentation shows and a store of vectors needs. */
export async function fakeWeaviate(): Promise<FakeWeaviate> {
  const classes: FakeWeaviate['classes'] = new Map()
  let refusal = 0
  const url = await remoteServer((request) =>
    refusal > 0 ? { status: refusal, body: { error: [{ message: 'away' }] } } : serve(request, classes),
  )
  return {
    env: { VECTOR_STORE: 'weaviate', WEAVIATE_URL: url, WEAVIATE_API_KEY: API_KEY },
    classes,
    refuseWith: (status) => {
      refusal = status
    },
  }
}

const ok = (body: unknown): RemoteAnswer => ({ status: 200, body })
const refused = (message: string): RemoteAnswer => ({ status: 422, body: { error: [{ message }] } })

function serve(request: RemoteRequest, classes: FakeWeaviate['classes']): RemoteAnswer {
  const { method, url, headers, body } = request
  if (headers.authorization !== `Bearer ${API_KEY}`) return { status: 401, body: { code: 401 } }
  const route = `${method} ${url.pathname}`
  if (route === 'POST /v1/schema') return makeClass(classBody.parse(body), classes)
  if (route === 'POST /v1/batch/objects') return putObjects(objectsBody.parse(body).objects, classes)
  if (route === 'DELETE /v1/batch/objects') return removeObjects(url, matchBody.parse(body).match, classes)
  if (route === 'POST /v1/graphql') return graphql(graphqlBody.parse(body).query, classes)
  const ofClass = /^DELETE \/v1\/schema\/(\w+)\/tenants$/.exec(route)
  if (!ofClass) return { status: 404, body: { message: 'path not found' } }
  const shards = classes.get(ofClass[1] ?? '')
  if (!shards) return refused(`could not find class "${ofClass[1]}" in schema`)
  for (const tenant of tenantsBody.parse(body)) shards.delete(tenant)
  return ok({})
}

const tenantsBody = z.array(z.string())
const graphqlBody = z.object({ query: z.string() })

const classBody = z.looseObject({
  class: z.string(),
  multiTenancyConfig: z.looseObject({ enabled: z.boolean(), autoTenantCreation: z.boolean() }),
})

function makeClass(body: z.output<typeof classBody>, classes: FakeWeaviate['classes']): RemoteAnswer {
  const { enabled, autoTenantCreation } = body.multiTenancyConfig
  if (!/^[A-Z][_0-9A-Za-z]*$/.test(body.class) || !enabled || !autoTenantCreation) return refused('invalid')
  if (classes.has(body.class)) return refused(`class name ${body.class} already exists`)
  classes.set(body.class, new Map())
  return ok(body)
}

const objectsBody = z.object({
  objects: z.array(
    z.object({
      class: z.string(),
      tenant: z.string(),
      id: z.string(),
      vector: z.array(z.number()),
      properties: z.object({ subject_id: z.string() }),
    }),
  ),
})

function putObjects(
  objects: z.output<typeof objectsBody>['objects'],
  classes: FakeWeaviate['classes'],
): RemoteAnswer {
  const results = objects.map(({ class: name, tenant, id, vector, properties }) => {
    const shards = classes.get(name)
    const length = shards && [...(shards.get(tenant)?.values() ?? [])][0]?.vector.length
    if (!shards || !/^[\w-]{4,64}$/.test(tenant) || (length ?? vector.length) !== vector.length)
      return { id, result: { status: 'FAILED', errors: { error: [{ message: 'refused' }] } } }
    const shard = shards.get(tenant) ?? new Map<string, Stored>()
    shards.set(tenant, shard.set(id, { vector: vector.map(Math.fround), properties }))
    return { id, result: { status: 'SUCCESS' } }
  })
  return ok(results)
}

const matchBody = z.object({
  match: z.object({
    class: z.string(),
    where: z.object({
      path: z.array(z.string()),
      operator: z.string(),
      valueTextArray: z.array(z.string()),
    }),
  }),
})

function removeObjects(
  url: URL,
  match: z.output<typeof matchBody>['match'],
  classes: FakeWeaviate['classes'],
): RemoteAnswer {
  const shard = classes.get(match.class)?.get(url.searchParams.get('tenant') ?? '')
  if (!shard) return refused('tenant not found')
  if (match.where.operator !== 'ContainsAny' || match.where.path[0] !== 'subject_id') return refused('where')
  for (const id of match.where.valueTextArray) shard.delete(id)
  return ok({ results: { failed: 0 } })
}

const QUERY =
  /^\{ (?<verb>Get|Aggregate) \{ (?<name>\w+)\(tenant: "(?<tenant>[\w-]+)"(?:, limit: (?<limit>\d+))?(?:, nearVector: \{ vector: (?<vector>\[[^\]]*\]) \})?(?:, where: \{ path: \["subject_id"\], operator: ContainsAny, valueText: (?<ids>\[[^\]]*\]) \})?\) \{ (?<fields>.*) \} \} \}$/

/** Queries of the forms that are asked; anything else is a syntax error. */
function graphql(text: string, classes: FakeWeaviate['classes']): RemoteAnswer {
  const { verb = '', name = '', tenant = '', limit, vector, ids, fields } = QUERY.exec(text)?.groups ?? {}
  if (!fields) return ok({ data: null, errors: [{ message: `Syntax Error GraphQL request: ${text}` }] })
  const shards = classes.get(name)
  if (!shards)
    return ok({ errors: [{ message: `Cannot query field "${name}" on type "${verb}ObjectsObj".` }] })
  const shard = shards.get(tenant)
  if (!shard)
    return ok({ data: { [verb]: { [name]: null } }, errors: [{ message: `tenant not found: "${tenant}"` }] })
  if (verb === 'Aggregate') return ok({ data: { Aggregate: { [name]: [{ meta: { count: shard.size } }] } } })
  const only: string[] | undefined = ids && JSON.parse(ids)
  const to: number[] | undefined = vector && JSON.parse(vector)
  const rows = [...shard.values()]
    .filter(({ properties }) => only?.includes(properties.subject_id) ?? true)
    .map((stored) => ({
      subject_id: stored.properties.subject_id,
      _additional: { distance: to ? 1 - cosine(to, stored.vector) : null, vector: stored.vector },
    }))
    .sort((a, b) => (a._additional.distance ?? 0) - (b._additional.distance ?? 0))
  return ok({ data: { Get: { [name]: rows.slice(0, Number(limit)) } } })
}
