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

// The data plane of https://docs.pinecone.io/reference/api. An index has vectors of one length, hence one a number of
// dimensions; a namespace is all that a query can see, hence one a tenant, model and subject.

const API_VERSION = '2025-01'

/** A request takes 2 MB, where a number is about ten bytes, and so many vectors or ids. */
const NUMBERS_A_REQUEST = 150_000
const IDS_A_REQUEST = 1000

type Settings = Extract<VectorStoreConfig, { kind: 'pinecone' }>

interface Place {
  tenant: VectorTenant
  subject: Subject
  model: VectorModel
}

const matchesSchema = z.object({
  matches: z.array(z.object({ id: z.string(), score: z.number(), values: z.array(z.number()).optional() })),
})
const statsSchema = z.object({
  namespaces: z.record(z.string(), z.object({ vectorCount: z.int() })).default({}),
})

export function pineconeStore({ apiKey, indexes }: Settings, outbound: Outbound): VectorStore {
  const headers = { 'api-key': apiKey, 'x-pinecone-api-version': API_VERSION }

  async function call(path: string, { dimensions }: VectorModel, body: object) {
    const index = indexes.get(dimensions)
    if (!index) throw unavailable(new Error(`PINECONE_INDEXES has no index of ${dimensions} dimensions`))
    return ask(outbound, { url: `${index}${path}`, headers, body })
  }

  async function demand<T>(path: string, model: VectorModel, body: object, schema: z.ZodType<T>): Promise<T> {
    const { status, body: answer } = await call(path, model, body)
    const read = schema.safeParse(answer)
    if (status !== 200 || !read.success) throw unavailable(new Error(`${path} answered ${status}`))
    return read.data
  }

  /** A namespace is made by its first vector; there is nothing to delete in one that was not. */
  async function forget(model: VectorModel, body: object): Promise<void> {
    const { status } = await call('/vectors/delete', model, body)
    if (status !== 200 && status !== 404) throw unavailable(new Error(`/vectors/delete answered ${status}`))
  }

  return {
    supports: (dimensions) => indexes.has(dimensions),

    upsert: async ({ vectors, ...place }) => {
      for (const part of chunks(
        vectors,
        Math.min(IDS_A_REQUEST, Math.floor(NUMBERS_A_REQUEST / place.model.dimensions)),
      )) {
        // Their ids once more, as what a query can be narrowed by.
        const body = {
          namespace: namespaceOf(place),
          vectors: part.map(({ id, values }) => ({ id, values, metadata: { subject_id: id } })),
        }
        await demand('/vectors/upsert', place.model, body, z.object({}))
      }
    },

    remove: async ({ ids, ...place }) => {
      for (const part of chunks(ids, IDS_A_REQUEST))
        await forget(place.model, { namespace: namespaceOf(place), ids: part })
    },

    clear: (place) => forget(place.model, { namespace: namespaceOf(place), deleteAll: true }),

    nearest: async ({ tenant, subject, to: { model, values }, limit, among }) => {
      // The store refuses to compare with zero, which is near to nothing.
      if (limit === 0 || among?.length === 0 || values.every((value) => value === 0)) return []
      const namespace = namespaceOf({ tenant, subject, model })
      const body = { namespace, vector: values, topK: limit, ...(among && { filter: only(among) }) }
      const { matches } = await demand('/query', model, body, matchesSchema)
      return ranked(
        matches.map(({ id, score }) => ({ id, similarity: score })),
        limit,
      )
    },

    read: async ({ id, ...place }) => {
      const body = { namespace: namespaceOf(place), id, topK: 1, includeValues: true, filter: only([id]) }
      const { matches } = await demand('/query', place.model, body, matchesSchema)
      const values = matches[0]?.values
      return values && { model: place.model, values }
    },

    count: async (place) => {
      const { namespaces } = await demand('/describe_index_stats', place.model, {}, statsSchema)
      return namespaces[namespaceOf(place)]?.vectorCount ?? 0
    },
  }
}

const namespaceOf = ({ tenant, subject, model }: Place): string =>
  `${tenant.tenantId}_${subject}_${model.space}`

const only = (ids: string[]) => ({ subject_id: { $in: ids } })
