import type { AppContext } from '#src/context.ts'
import type { VectorStore } from '../vector-store.ts'
import { pgvectorStore } from './pgvector.ts'
import { pineconeStore } from './pinecone.ts'
import { weaviateStore } from './weaviate.ts'

const stores = new WeakMap<AppContext, VectorStore>()

/** The store that the configuration names, made at its first need. */
export function storeOf(app: AppContext): VectorStore {
  const store = stores.get(app) ?? openStore(app)
  stores.set(app, store)
  return store
}

function openStore({ config: { vectors }, outbound }: AppContext): VectorStore {
  if (vectors.kind === 'pinecone') return pineconeStore(vectors, outbound)
  if (vectors.kind === 'weaviate') return weaviateStore(vectors, outbound)
  return pgvectorStore
}
