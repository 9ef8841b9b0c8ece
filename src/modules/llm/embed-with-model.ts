import { canonicalJson } from '#src/lib/canonical-json.ts'
import { newId } from '#src/lib/ids.ts'
import { embedTexts } from '#src/platform/llm/embed-texts.ts'
import type { CallContext, NoValue } from './call.ts'
import { type Candidate, chooseProviders, type PinnedModel } from './choose-providers.ts'
import { sha256 } from './hash.ts'
import { minimise } from './minimise.ts'
import { oneRequest } from './one-request.ts'
import { MAX_QUESTION_BYTES } from './question.ts'

/** What vectors are made of, by which model. */
export interface EmbeddingCall {
  model: PinnedModel & { dimensions: number }
  texts: string[]
  /** What the vectors are for, for those who look for it later. */
  entity?: { type: string; id: string }
  timeoutMs?: number
  signal?: AbortSignal
}

type Embedded = { ok: true; vectors: number[][] } | { ok: false; reason: NoValue }

/**
 * The vectors of texts, one each, by one model of one configuration: nobody stands in for it, because vectors of different
 * models cannot be compared. As `callModel`, paid before it is made, with a line of lineage a request. Not within a
 * transaction.
 */
export async function embedWithModel(ctx: CallContext, call: EmbeddingCall): Promise<Embedded> {
  const choice = await chooseProviders(ctx, { feature: 'embeddings', pinned: call.model })
  if (!choice.ok) return choice
  const [candidate] = choice.candidates
  if (!candidate) return { ok: false, reason: 'no_provider' }
  const said = call.texts.map((text) => minimise(cut(text), choice.minimise ? {} : undefined).text)
  const callId = newId()
  const vectors: number[][] = []
  for (const texts of batchesOf(said)) {
    const { result } = await embedBatch(ctx, { ...call, texts }, candidate, callId)
    if (!result.ok) return result
    vectors.push(...result.vectors)
  }
  return { ok: true, vectors }
}

/** No tokenizer makes more tokens than bytes, and no model of today takes fewer than this without a word. */
const MAX_TEXT_BYTES = 8_000
/** What every maker takes in one request. */
const MAX_TEXTS = 100
const DEFAULT_TIMEOUT_MS = 30_000

/** The beginning of a text, without half a character at its end. */
function cut(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= MAX_TEXT_BYTES) return text
  return new TextDecoder().decode(bytes.subarray(0, MAX_TEXT_BYTES), { stream: true })
}

/** As many as fit into one request, in their order. */
function batchesOf(texts: string[]): string[][] {
  const batches: string[][] = []
  let room = 0
  for (const text of texts) {
    const bytes = Buffer.byteLength(text)
    const batch = batches.at(-1)
    if (batch && bytes <= room && batch.length < MAX_TEXTS) batch.push(text)
    else {
      batches.push([text])
      room = MAX_QUESTION_BYTES
    }
    room -= bytes
  }
  return batches
}

function embedBatch(ctx: CallContext, call: EmbeddingCall, candidate: Candidate, callId: string) {
  const { texts, entity, signal, timeoutMs = DEFAULT_TIMEOUT_MS } = call
  const { model, dimensions } = call.model
  const { provider } = candidate
  const planned = {
    callId,
    providerId: provider.id,
    provider: provider.provider,
    model,
    feature: 'embeddings',
    entityType: entity?.type ?? null,
    entityId: entity?.id ?? null,
    ...PROMPT,
    inputHash: sha256(canonicalJson({ dimensions, texts })),
    actorType: ctx.actor.type,
    actorId: ctx.actor.id,
    requestId: ctx.requestId,
  }
  return oneRequest(ctx, candidate, planned, {
    bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    maxOutputTokens: 0,
    timeoutMs,
    signal,
    async send(connection) {
      const asked = { model, dimensions, texts }
      const { vectors, tokens } = await embedTexts(ctx.app.outbound, connection, asked, { timeoutMs, signal })
      const result = fits(vectors, call)
        ? { ok: true as const, vectors }
        : { ok: false as const, reason: 'invalid_output' as const }
      return { result, answer: vectors, outputHash: sha256(canonicalJson(vectors)), tokens }
    },
  })
}

/** Nothing is said to the model but the texts. */
const PROMPT = { promptId: 'embedding', promptVersion: 1, promptHash: sha256('embedding.v1') }

const fits = (vectors: number[][], { texts, model }: EmbeddingCall) =>
  vectors.length === texts.length &&
  vectors.every((vector) => vector.length === model.dimensions && vector.every(Number.isFinite))
