/** Makes vectors of texts, those of one model, each of unit length or zero. */
export interface Embedder {
  /** What its provider calls the model. */
  readonly model: string
  readonly dimensions: number
  /** One vector a text, in their order. */
  embed(texts: string[]): Promise<number[][]>
}

/** Why no vectors came; fit for the tenant. */
export class EmbeddingError extends Error {
  override readonly name = 'EmbeddingError'
  /** In a word, where a model of somebody else made none. */
  readonly reason: string | undefined
  /** When the same may succeed: in a while, or when a person or a new month has changed something; undefined: never. */
  readonly passes: 'soon' | 'later' | undefined

  constructor(message: string, { reason, passes }: Pick<Partial<EmbeddingError>, 'reason' | 'passes'> = {}) {
    super(message)
    this.reason = reason
    this.passes = passes
  }
}

/** @throws EmbeddingError where a model gave vectors of another length than it was registered with */
export function assertDimensions(
  vectors: number[][],
  { model, dimensions }: Pick<Embedder, 'model' | 'dimensions'>,
): void {
  const other = vectors.find((vector) => vector.length !== dimensions)
  if (other)
    throw new EmbeddingError(`${model} gives vectors of ${other.length} dimensions, not of ${dimensions}`)
}
