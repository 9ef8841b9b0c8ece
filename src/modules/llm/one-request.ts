import type { PlannedLlmCall } from '#src/db/schema/llm.ts'
import type { Connection } from '#src/platform/llm/connect.ts'
import { ModelFailure } from '#src/platform/llm/model-failure.ts'
import type { Tokens } from '#src/platform/llm/tokens.ts'
import { breakerOf } from './breaker-of.ts'
import type { CallContext, NoValue } from './call.ts'
import type { Candidate } from './choose-providers.ts'
import { costOf, mostItCosts, type Price } from './cost.ts'
import { type CallEnd, note, reserve, settle, UNSENT } from './ledger.ts'
import { providerKey } from './provider-key.ts'

type Failed = { ok: false; reason: NoValue }

/** What is asked of a model, as far as it costs and may fail. */
export interface ModelRequest<Result, Answer> {
  bytes: number
  maxOutputTokens: number
  timeoutMs: number
  signal: AbortSignal | undefined
  /** @throws ModelFailure */
  send(connection: Connection, model: string): Promise<Answered<Result, Answer>>
}

/** Something came back, of use or not, and is paid for. */
interface Answered<Result, Answer> {
  result: Result
  answer: Answer
  outputHash: string
  /** Undefined where the provider counted none. */
  tokens: Tokens | undefined
}

/** What came of one request to one model. */
interface RequestEnd<Result, Answer> {
  result: Result | Failed
  answer: Answer | undefined
  tokens: Tokens | undefined
  costMicroUsd: number
  lineageId: string
}

/** A process that dies leaves its reservation; nobody waits longer for it than the call could have taken, and this. */
const SETTLING_MS = 60_000

/** Reserves, asks, and settles whatever came of it. */
export async function oneRequest<Result extends { ok: true } | Failed, Answer>(
  ctx: CallContext,
  { provider, model, price, isTest }: Candidate,
  planned: PlannedLlmCall,
  request: ModelRequest<Result, Answer>,
): Promise<RequestEnd<Result, Answer>> {
  const refuse = async (reason: NoValue, lineageId?: string): Promise<RequestEnd<Result, Answer>> => ({
    result: { ok: false, reason },
    ...UNANSWERED,
    costMicroUsd: 0,
    lineageId: lineageId ?? (await note(ctx, planned, { ...UNSENT, outcome: 'refused', reason })),
  })
  if (!price) return refuse('no_price')
  const apiKey = openKey(ctx, provider)
  if (apiKey === undefined) return refuse('key_unreadable')
  const breaker = breakerOf(ctx.app)
  if (!isTest && !breaker.mayCall(provider.id, ctx.clock.now())) return refuse('resting')
  let end: CallEnd | undefined
  try {
    const amount = mostItCosts(price, request)
    const lastsMs = request.timeoutMs + SETTLING_MS
    const reserved = await reserve(ctx, provider, planned, { amount, lastsMs, isTest })
    if ('refused' in reserved) return refuse(reserved.refused, reserved.lineageId)
    const startedAt = performance.now()
    const sent = await send(ctx, { ...provider, apiKey }, model, request)
    const { result, answer, tokens } = sent
    end = {
      ...UNSENT,
      outcome: result.ok ? 'ok' : answer === undefined ? 'failed' : 'invalid_output',
      reason: result.ok ? null : result.reason,
      outputHash: sent.outputHash,
      ...paidFor(sent, price, amount),
      latencyMs: Math.round(performance.now() - startedAt),
    }
    const lineageId = await settle(ctx, provider, reserved.reservation, { planned, end })
    return { result, answer, tokens, costMicroUsd: end.costMicroUsd, lineageId }
  } finally {
    if (!end) breaker.untried(provider.id)
  }
}

const UNANSWERED = { answer: undefined, tokens: undefined, outputHash: null }

/** What was counted; all that was put aside, where something came back and nobody counted; else nothing. */
function paidFor(
  { tokens, isAnswered }: { tokens: Tokens | undefined; isAnswered: boolean },
  price: Price,
  amount: number,
): Partial<CallEnd> {
  if (tokens) return { tokens, costMicroUsd: costOf(price, tokens) }
  return isAnswered ? { costMicroUsd: amount, costBasis: 'reserved' } : {}
}

/** Undefined where the server no longer has the key that sealed it. */
function openKey(ctx: CallContext, { id, keySealed }: Candidate['provider']): string | undefined {
  try {
    return providerKey(ctx.app.envelope, ctx.tenantId, id).open(keySealed)
  } catch {
    return undefined
  }
}

async function send<Result, Answer>(
  ctx: CallContext,
  { id, provider, apiKey, endpoint, organizationId }: Candidate['provider'] & { apiKey: string },
  model: string,
  request: ModelRequest<Result, Answer>,
): Promise<(Answered<Result, Answer> | ({ result: Failed } & typeof UNANSWERED)) & { isAnswered: boolean }> {
  const breaker = breakerOf(ctx.app)
  try {
    const answered = await request.send({ provider, apiKey, endpoint, organizationId }, model)
    breaker.succeeded(id)
    return { ...answered, isAnswered: true }
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error
    const { reason, retryAfterMs, isAnswered } = error
    if (request.signal?.aborted) {
      breaker.untried(id)
      return { result: { ok: false, reason: 'cancelled' }, ...UNANSWERED, isAnswered }
    }
    // What is wrong with the question or the key does not pass by waiting.
    if (PASSES.has(reason)) breaker.failed(id, ctx.clock.now(), retryAfterMs)
    else breaker.succeeded(id)
    return { result: { ok: false, reason }, ...UNANSWERED, isAnswered }
  }
}

const PASSES = new Set<NoValue>(['rate_limited', 'provider_error', 'timeout', 'unreachable'])
