import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { VectorStoreConfig } from '#src/config/config.ts'
import type { Outbound } from '#src/platform/outbound/outbound.ts'
import {
  ranked,
  type Subject,
  type VectorModel,
  type VectorStore,
  type VectorTenant,
} from '../vector-store.ts'
import { ask, chunks, unavailable } from './ask.ts'

// https://docs.weaviate.io/weaviate/api: REST to write, GraphQL to ask. A class has vectors of one length of one kind of
// subject; within it every tenant and model is a tenant, which is a shard of its own.

const OBJECTS_A_REQUEST = 100

type Settings = Extract<VectorStoreConfig, { kind: 'weaviate' }>

interface Place {
  tenant: VectorTenant
  subject: Subject
  model: VectorModel
}

const batchSchema = z.array(z.object({ result: z.object({ errors: z.unknown().optional() }).optional() }))
const graphSchema = z.object({
  data: z.record(z.string(), z.record(z.string(), z.array(z.unknown()).nullable())).nullish(),
  errors: z.array(z.object({ message: z.string() })).nullish(),
})
const foundSchema = z.object({
  subject_id: z.string(),
  _additional: z.object({ distance: z.number().nullish(), vector: z.array(z.number()).nullish() }),
})
const countSchema = z.object({ meta: z.object({ count: z.int() }) })

/** A class or tenant is made by its first vector; asked before, the server knows none. */
const NOTHING_THERE = /tenant not found|could not find class|Cannot query field/i

export function weaviateStore({ url, apiKey }: Settings, outbound: Outbound): VectorStore {
  const headers: Record<string, string> = apiKey ? { authorization: `Bearer ${apiKey}` } : {}
  /** Classes that are known to be there. */
  const made = new Set<string>()

  const send = (method: 'POST' | 'DELETE', path: string, body: unknown) =>
    ask(outbound, { method, url: `${url}/v1${path}`, headers, body })

  async function makeClass(name: string): Promise<void> {
    if (made.has(name)) return
    const { status, body } = await send('POST', '/schema', classOf(name))
    const isThere = status === 422 && /already exists/i.test(JSON.stringify(body))
    if (status !== 200 && !isThere) throw refused('/schema', status)
    made.add(name)
  }

  /** The rows of a GraphQL query of one class. */
  async function query(verb: 'Get' | 'Aggregate', className: string, text: string): Promise<unknown[]> {
    const { status, body } = await send('POST', '/graphql', { query: `{ ${verb} { ${text} } }` })
    const read = graphSchema.safeParse(body)
    if (read.success && read.data.errors?.some(({ message }) => NOTHING_THERE.test(message))) return []
    if (status !== 200 || !read.success || read.data.errors) throw refused('/graphql', status)
    return read.data.data?.[verb]?.[className] ?? []
  }

  return {
    supports: () => true,

    upsert: async ({ vectors, ...place }) => {
      const [className, tenant] = [classNameOf(place), shardOf(place)]
      if (vectors.length > 0) await makeClass(className)
      for (const part of chunks(vectors, OBJECTS_A_REQUEST)) {
        const objects = part.map(({ id, values }) => ({
          class: className,
          tenant,
          id,
          vector: values,
          properties: { subject_id: id },
        }))
        const { status, body } = await send('POST', '/batch/objects', { objects })
        const read = batchSchema.safeParse(body)
        if (status !== 200 || !read.success || read.data.some(({ result }) => result?.errors))
          throw refused('/batch/objects', status)
      }
    },

    remove: async ({ ids, ...place }) => {
      const match = (part: string[]) => ({
        class: classNameOf(place),
        where: { path: ['subject_id'], operator: 'ContainsAny', valueTextArray: part },
      })
      for (const part of chunks(ids, OBJECTS_A_REQUEST)) {
        const { status } = await send('DELETE', `/batch/objects?tenant=${shardOf(place)}`, {
          match: match(part),
        })
        // 422: of a class or tenant that nothing was put into.
        if (status !== 200 && status !== 422) throw refused('/batch/objects', status)
      }
    },

    clear: async (place) => {
      const { status } = await send('DELETE', `/schema/${classNameOf(place)}/tenants`, [shardOf(place)])
      if (status !== 200 && status !== 404 && status !== 422) throw refused('/schema', status)
    },

    nearest: async ({ tenant, subject, to: { model, values }, limit, among }) => {
      if (limit === 0 || among?.length === 0 || values.every((value) => value === 0)) return []
      const place = { tenant, subject, model }
      const where = among ? `, where: ${only(among)}` : ''
      const near = `nearVector: { vector: ${JSON.stringify(values)} }`
      const rows = await query(
        'Get',
        classNameOf(place),
        `${target(place)}, limit: ${limit}, ${near}${where}) { subject_id _additional { distance } }`,
      )
      const found = z.array(foundSchema).parse(rows)
      return ranked(
        found.map(({ subject_id: id, _additional: { distance } }) => ({
          id,
          similarity: 1 - (distance ?? Number.NaN),
        })),
        limit,
      )
    },

    read: async ({ id, ...place }) => {
      const rows = await query(
        'Get',
        classNameOf(place),
        `${target(place)}, limit: 1, where: ${only([id])}) { subject_id _additional { vector } }`,
      )
      const values = z.array(foundSchema).parse(rows)[0]?._additional.vector
      return values ? { model: place.model, values } : undefined
    },

    count: async (place) => {
      const rows = await query('Aggregate', classNameOf(place), `${target(place)}) { meta { count } }`)
      return z.array(countSchema).parse(rows)[0]?.meta.count ?? 0
    },
  }
}

const refused = (path: string, status: number) => unavailable(new Error(`${path} answered ${status}`))

const classNameOf = ({ subject, model }: Place): string => `Shortlist_${subject}_${model.dimensions}`

/** The name of a tenant there has 64 characters at most. */
const shardOf = ({ tenant, model }: Place): string =>
  `${tenant.tenantId}_${createHash('sha256').update(model.space).digest('hex').slice(0, 20)}`

const classOf = (name: string) => ({
  class: name,
  vectorizer: 'none',
  vectorIndexConfig: { distance: 'cosine' },
  multiTenancyConfig: { enabled: true, autoTenantCreation: true },
  properties: [{ name: 'subject_id', dataType: ['text'], tokenization: 'field', indexSearchable: false }],
})

const target = (place: Place): string => `${classNameOf(place)}(tenant: "${shardOf(place)}"`

/** A list of strings is written alike in GraphQL and JSON. */
const only = (ids: string[]): string =>
  `{ path: ["subject_id"], operator: ContainsAny, valueText: ${JSON.stringify(ids)} }`
