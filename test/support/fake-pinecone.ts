import { z } from 'zod'
import { cosine, type RemoteAnswer, type RemoteRequest, remoteServer } from './remote-server.ts'

const API_KEY = 'pinecone-key'

interface Stored {
  values: number[]
  metadata: Record<string, string>
}

export interface FakePinecone {
  env: Record<string, string>
  /** Vectors by id, by namespace. */
  namespaces: Map<string, Map<string, Stored>>
  /** Answers with this status until told otherwise; 0 to serve. */
  refuseWith(status: number): void
}

/** As much of the data plane as its documentation shows, over one index of each number of dimensions. */
export async function fakePinecone(dimensions: number[]): Promise<FakePinecone> {
  const namespaces: FakePinecone['namespaces'] = new Map()
  let refusal = 0
  const url = await remoteServer((request) =>
    refusal > 0 ? { status: refusal, body: { message: 'away' } } : serve(request, namespaces),
  )
  return {
    env: {
      VECTOR_STORE: 'pinecone',
      PINECONE_API_KEY: API_KEY,
      PINECONE_INDEXES: dimensions.map((length) => `${length}=${url}/${length}`).join(','),
    },
    namespaces,
    refuseWith: (status) => {
      refusal = status
    },
  }
}

function serve({ url, headers, body }: RemoteRequest, namespaces: FakePinecone['namespaces']): RemoteAnswer {
  if (headers['api-key'] !== API_KEY) return { status: 401, body: { message: 'Invalid API key' } }
  const [, dimension, ...path] = url.pathname.split('/')
  const call = CALLS[path.join('/')]
  if (!call) return { status: 404, body: { message: 'Not found' } }
  return call(body, namespaces, Number(dimension))
}

const filterSchema = z.record(z.string(), z.object({ $in: z.array(z.string()) }))

const upsertBody = z.object({
  namespace: z.string(),
  vectors: z.array(
    z.object({ id: z.string(), values: z.array(z.number()), metadata: z.record(z.string(), z.string()) }),
  ),
})

const deleteBody = z.object({
  namespace: z.string(),
  ids: z.array(z.string()).default([]),
  deleteAll: z.boolean().default(false),
})

const queryBody = z.object({
  namespace: z.string(),
  vector: z.array(z.number()).optional(),
  id: z.string().default(''),
  topK: z.int(),
  filter: filterSchema.default({}),
  includeValues: z.boolean().default(false),
})

type Call = (body: unknown, namespaces: FakePinecone['namespaces'], dimension: number) => RemoteAnswer

const ok = (body: unknown): RemoteAnswer => ({ status: 200, body })
const refused = (message: string, status = 400): RemoteAnswer => ({ status, body: { code: 3, message } })

const CALLS: Record<string, Call> = {
  'vectors/upsert': (body, namespaces, dimension) => {
    const { namespace, vectors } = upsertBody.parse(body)
    if (vectors.length > 1000) return refused('too many vectors')
    for (const { values } of vectors) {
      if (values.length !== dimension) return refused('Vector dimension does not match')
      if (values.every((value) => value === 0))
        return refused('Dense vectors must contain at least one non-zero value')
    }
    const space = namespaces.get(namespace) ?? new Map<string, Stored>()
    namespaces.set(namespace, space)
    for (const { id, values, metadata } of vectors)
      space.set(id, { values: values.map(Math.fround), metadata })
    return ok({ upsertedCount: vectors.length })
  },

  'vectors/delete': (body, namespaces) => {
    const { namespace, ids, deleteAll } = deleteBody.parse(body)
    const space = namespaces.get(namespace)
    if (!space) return { status: 404, body: { code: 5, message: 'Namespace not found' } }
    if (deleteAll) namespaces.delete(namespace)
    for (const id of ids) space.delete(id)
    return ok({})
  },

  query: (body, namespaces) => {
    const { namespace, vector, id, topK, filter, includeValues } = queryBody.parse(body)
    if (topK < 1 || topK > 10_000) return refused('topK')
    const space = namespaces.get(namespace) ?? new Map<string, Stored>()
    const to = vector ?? space.get(id)?.values
    if (!to) return ok({ matches: [], namespace })
    const matches = [...space]
      .filter(([, { metadata }]) => passes(metadata, filter))
      .map(([found, { values }]) => ({
        id: found,
        score: cosine(to, values),
        values: includeValues ? values : [],
      }))
      .sort((a, b) => b.score - a.score)
    return ok({ matches: matches.slice(0, topK), namespace })
  },

  describe_index_stats: (_body, namespaces, dimension) =>
    ok({
      dimension,
      namespaces: Object.fromEntries(
        [...namespaces].map(([name, { size }]) => [name, { vectorCount: size }]),
      ),
    }),
}

const passes = (metadata: Record<string, string>, filter: z.output<typeof filterSchema>): boolean =>
  Object.entries(filter).every(([field, { $in }]) => $in.includes(metadata[field] ?? ''))
