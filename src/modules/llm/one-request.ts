import type { PlannedLlmCall } from '#src/db/schema/llm.ts'
import { type Answer, askModel } from '#src/platform/llm/ask-model.ts'
import { ModelFailure } from '#src/platform/llm/model-failure.ts'
import { breakerOf } from './breaker-of.ts'
import type { CallContext, NoValue } from './call.ts'
import { type Checked, checkAnswer } from './check-answer.ts'
import type { Candidate } from './choose-providers.ts'
import { costOf, mostItCosts } from './cost.ts'
import { sha256 } from './hash.ts'
import { type CallEnd, note, reserve, settle, UNSENT } from './ledger.ts'
import { providerKey } from './provider-key.ts'
import type { Question } from './question.ts'

/** One request to one model. */
export interface RequestResult<Value> {
  result: Checked<Value> | { ok: false; reason: NoValue }
  answer: Answer | undefined
  costMicroUsd: number
  lineageId: string
}

/** A process that dies leaves its reservation; nobody waits longer for it than the call could have taken, and this. */
const SETTLING_MS = 60_000

/** Reserves, asks, and settles whatever came of it. */
export async function oneRequest<Value>(
  ctx: CallContext,
  { provider, model, price, isTest }: Candidate,
  planned: PlannedLlmCall,
  question: Question<Value>,
): Promise<RequestResult<Value>> {
  const refuse = async (reason: NoValue, lineageId?: string): Promise<RequestResult<Value>> => ({
    result: { ok: false, reason },
    answer: undefined,
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
    const amount = mostItCosts(price, question)
    const reserved = await reserve(ctx, provider, planned, {
      amount,
      lastsMs: question.timeoutMs + SETTLING_MS,
    })
    if ('refused' in reserved) return refuse(reserved.refused, reserved.lineageId)
    const startedAt = performance.now()
    const { result, answer } = await ask(ctx, { ...provider, apiKey }, { ...question, model })
    const costMicroUsd = answer ? costOf(price, answer.tokens) : 0
    end = {
      ...UNSENT,
      outcome: result.ok ? 'ok' : answer ? 'invalid_output' : 'failed',
      reason: result.ok ? null : result.reason,
      ...(answer && { outputHash: sha256(answer.text), tokens: answer.tokens }),
      costMicroUsd,
      latencyMs: Math.round(performance.now() - startedAt),
    }
    const lineageId = await settle(ctx, provider, reserved.reservation, { planned, end })
    return { result, answer, costMicroUsd, lineageId }
  } finally {
    if (!end) breaker.untried(provider.id)
  }
}

/** Undefined where the server no longer has the key that sealed it. */
function openKey(ctx: CallContext, { id, keySealed }: Candidate['provider']): string | undefined {
  try {
    return providerKey(ctx.app.envelope, ctx.tenantId, id).open(keySealed)
  } catch {
    return undefined
  }
}

async function ask<Value>(
  ctx: CallContext,
  { id, provider, apiKey, endpoint, organizationId }: Candidate['provider'] & { apiKey: string },
  question: Question<Value> & { model: string },
): Promise<{ result: Checked<Value> | { ok: false; reason: NoValue }; answer?: Answer }> {
  const breaker = breakerOf(ctx.app)
  try {
    const connection = { provider, apiKey, endpoint, organizationId }
    const { timeoutMs, signal } = question
    const answer = await askModel(ctx.app.outbound, connection, question, { timeoutMs, signal })
    breaker.succeeded(id)
    return { result: checkAnswer(question.valueSchema, answer), answer }
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error
    if (question.signal?.aborted) {
      breaker.untried(id)
      return { result: { ok: false, reason: 'cancelled' } }
    }
    const { reason, retryAfterMs } = error
    // What is wrong with the question or the key does not pass by waiting.
    if (PASSES.has(reason)) breaker.failed(id, ctx.clock.now(), retryAfterMs)
    else breaker.succeeded(id)
    return { result: { ok: false, reason } }
  }
}

const PASSES = new Set<NoValue>(['rate_limited', 'provider_error', 'timeout', 'unreachable'])
