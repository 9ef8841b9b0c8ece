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
  return call({ ...body, dimension: Number(dimension) }, namespaces)
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Call = (body: any, namespaces: FakePinecone['namespaces']) => RemoteAnswer

const ok = (body: unknown): RemoteAnswer => ({ status: 200, body })
const refused = (message: string, status = 400): RemoteAnswer => ({ status, body: { code: 3, message } })

const CALLS: Record<string, Call> = {
  'vectors/upsert': ({ namespace, vectors, dimension }, namespaces) => {
    if (vectors.length > 1000) return refused('too many vectors')
    for (const { values } of vectors) {
      if (values.length !== dimension) return refused('Vector dimension does not match')
      if (values.every((value: number) => value === 0))
        return refused('Dense vectors must contain at least one non-zero value')
    }
    const space = namespaces.get(namespace) ?? new Map<string, Stored>()
    namespaces.set(namespace, space)
    for (const { id, values, metadata } of vectors)
      space.set(id, { values: values.map(Math.fround), metadata })
    return ok({ upsertedCount: vectors.length })
  },

  'vectors/delete': ({ namespace, ids, deleteAll }, namespaces) => {
    const space = namespaces.get(namespace)
    if (!space) return { status: 404, body: { code: 5, message: 'Namespace not found' } }
    if (deleteAll) namespaces.delete(namespace)
    for (const id of ids ?? []) space.delete(id)
    return ok({})
  },

  query: ({ namespace, vector, id, topK, filter, includeValues }, namespaces) => {
    if (topK < 1 || topK > 10_000) return refused('topK')
    const space = namespaces.get(namespace) ?? new Map<string, Stored>()
    const to: number[] | undefined = vector ?? space.get(id)?.values
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

  describe_index_stats: ({ dimension }, namespaces) =>
    ok({
      dimension,
      namespaces: Object.fromEntries(
        [...namespaces].map(([name, { size }]) => [name, { vectorCount: size }]),
      ),
    }),
}

const passes = (metadata: Record<string, string>, filter?: Record<string, { $in: string[] }>): boolean =>
  Object.entries(filter ?? {}).every(([field, { $in }]) => $in.includes(metadata[field] ?? ''))
