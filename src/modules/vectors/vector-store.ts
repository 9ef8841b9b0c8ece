import type { TenantScope } from '#src/db/scope.ts'

declare const brand: unique symbol

/** Whose vectors. Every method of a store demands one, and only `tenantOf` makes one, of the scope of a request or task. */
export interface VectorTenant extends TenantScope {
  readonly [brand]: true
}

export const tenantOf = (scope: TenantScope): VectorTenant => scope as VectorTenant

/** What made a vector. Those of different models are never compared: each lives in a space of its own. */
export interface VectorModel {
  /** At most 64 characters of a-z, 0-9 and `-`. */
  readonly space: string
  readonly dimensions: number
}

/** A vector that knows its model, so that no store can be asked to compare it with others. */
export interface ModelVector {
  readonly model: VectorModel
  readonly values: number[]
}

export type Subject = 'candidate' | 'job'

interface Whose {
  tenant: VectorTenant
  subject: Subject
}

interface OfModel extends Whose {
  model: VectorModel
}

export interface StoredVector {
  id: string
  values: number[]
}

/** `similarity` is the cosine, -1..1, in millionths: what differs by less is a tie. */
export interface Neighbour {
  id: string
  similarity: number
}

/** Remote stores answer no more than this at once. */
export const MOST_NEIGHBOURS = 1000

/**
 * Where vectors are kept and compared. Every method may be called again with the effect of once. A store that is away
 * rejects with `server.unavailable`.
 */
export interface VectorStore {
  /** Whether vectors of so many dimensions can be kept. */
  supports(dimensions: number): boolean
  upsert(of: OfModel & { vectors: StoredVector[] }): Promise<void>
  remove(of: OfModel & { ids: string[] }): Promise<void>
  /** Forgets all that a model made. */
  clear(of: OfModel): Promise<void>
  /**
   * The nearest first, equal ones by id; vectors that say nothing (zero) are near to none. Fewer than `limit` (at most
   * MOST_NEIGHBOURS) are all there are. `among`: of these ids only, at most as many.
   */
  nearest(of: Whose & { to: ModelVector; limit: number; among?: string[] }): Promise<Neighbour[]>
  read(of: OfModel & { id: string }): Promise<ModelVector | undefined>
  count(of: OfModel): Promise<number>
}

/** In the order of `nearest`, and no more than `limit`. */
export function ranked(neighbours: Neighbour[], limit: number): Neighbour[] {
  return neighbours
    .filter(({ similarity }) => !Number.isNaN(similarity))
    .map(({ id, similarity }) => ({ id, similarity: Math.round(similarity * 1e6) / 1e6 }))
    .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
}
