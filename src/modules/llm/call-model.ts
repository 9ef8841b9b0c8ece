import type { PlannedLlmCall } from '#src/db/schema/llm.ts'
import { newId } from '#src/lib/ids.ts'
import { type Answer, askModel } from '#src/platform/llm/ask-model.ts'
import type { CallContext, CallResult, ModelCall, NoValue, Used } from './call.ts'
import { type Checked, checkAnswer } from './check-answer.ts'
import { type Candidate, chooseProviders } from './choose-providers.ts'
import { sha256 } from './hash.ts'
import { note, UNSENT } from './ledger.ts'
import { minimise } from './minimise.ts'
import { type ModelRequest, oneRequest } from './one-request.ts'
import { hashOf, MAX_QUESTION_BYTES, type Question, questionOf, repairOf } from './question.ts'
import { remember, remembered } from './response-cache.ts'

/**
 * Asks the tenant's models, and never rejects for anything that they, their limits or their switches do: without a value
 * there is a reason, and the caller takes the path that needs no model. Not within a transaction.
 */
export async function callModel<Input, Value>(
  ctx: CallContext,
  call: ModelCall<Input, Value>,
): Promise<CallResult<Value>> {
  const choice = await chooseProviders(ctx, call)
  const usage: Used = { ...UNUSED }
  const unasked = (reason: NoValue) => ({ ok: false, reason, usage, lineageId: null }) as const
  if (!choice.ok) return unasked(choice.reason)
  const said = call.prompt.render(call.input)
  // Before names are looked for, which takes its time.
  if (Buffer.byteLength(said) > MAX_QUESTION_BYTES) return unasked('question_too_long')
  const { text, restore } = minimise(said, choice.minimise ? (call.personal ?? {}) : undefined)
  const question = questionOf(call, text)
  if (question.bytes > MAX_QUESTION_BYTES) return unasked('question_too_long')
  const attempt = { ctx, call, question, usage, callId: newId() }
  let result: CallResult<Value> = unasked('no_provider')
  for (const candidate of choice.candidates) {
    result = await askCandidate(attempt, candidate)
    if (result.ok) return { ...result, value: restore(result.value) }
    if (!FALLS_BACK.has(result.reason)) break
  }
  return result
}

const UNUSED: Used = { inputTokens: 0, outputTokens: 0, costMicroUsd: 0 }

/** What another provider may do better; an answer of no use is not asked for twice. */
const FALLS_BACK: ReadonlySet<NoValue> = new Set<NoValue>([
  'no_provider',
  'model_disabled',
  'no_price',
  'key_unreadable',
  'resting',
  'budget_exhausted',
  'too_many_calls',
  'calls_per_minute',
  'unauthorized',
  'unknown_model',
  'rate_limited',
  'quota_exhausted',
  'provider_error',
  'timeout',
  'unreachable',
  'blocked_destination',
])

interface Attempt<Input, Value> {
  ctx: CallContext
  call: ModelCall<Input, Value>
  question: Question<Value>
  /** Grows with every request. */
  usage: Used
  callId: string
}

/** From memory, or by one request and, where the answer has not the form, one more. */
async function askCandidate<Input, Value>(
  attempt: Attempt<Input, Value>,
  candidate: Candidate,
): Promise<CallResult<Value>> {
  const { ctx, question, usage } = attempt
  const known = await fromMemory(attempt, candidate)
  if (known) return known
  let asked = question
  for (let repairs = 0; ; repairs++) {
    const planned = plannedOf(attempt, candidate, asked)
    const request = requestOf(ctx, asked)
    const end = await oneRequest(ctx, candidate, planned, request)
    const { result, answer, tokens, costMicroUsd, lineageId } = end
    usage.inputTokens += tokens?.input ?? 0
    usage.outputTokens += tokens?.output ?? 0
    usage.costMicroUsd += costMicroUsd
    if (result.ok) {
      // Under the question as it was asked first, so that the repair is spared too.
      if (answer) await remember(attempt, candidate, answer.text)
      const { provider, model } = candidate
      return { ok: true, value: result.value, provider: provider.id, model, cached: false, usage, lineageId }
    }
    if (!('faults' in result) || !answer || repairs === MAX_REPAIRS)
      return { ok: false, reason: result.reason, usage, lineageId }
    asked = repairOf(question, answer.text, result.faults)
  }
}

const MAX_REPAIRS = 1

const requestOf = <Value>(
  { app }: CallContext,
  question: Question<Value>,
): ModelRequest<Checked<Value>, Answer> => ({
  ...question,
  async send(connection, model) {
    const { timeoutMs, signal } = question
    const answer = await askModel(app.outbound, connection, { ...question, model }, { timeoutMs, signal })
    const { text, tokens } = answer
    return {
      result: checkAnswer(question.valueSchema, answer),
      answer,
      outputHash: sha256(text),
      tokens,
    }
  },
})

async function fromMemory<Input, Value>(
  attempt: Attempt<Input, Value>,
  candidate: Candidate,
): Promise<CallResult<Value> | undefined> {
  const text = await remembered(attempt, candidate)
  if (text === undefined) return undefined
  const checked = checkAnswer(attempt.question.valueSchema, { text, ending: 'complete' })
  if (!checked.ok) return undefined
  const planned = plannedOf(attempt, candidate, attempt.question)
  const lineageId = await note(attempt.ctx, planned, {
    ...UNSENT,
    outcome: 'cached',
    reason: null,
    outputHash: sha256(text),
  })
  const { provider, model } = candidate
  return {
    ok: true,
    value: checked.value,
    provider: provider.id,
    model,
    cached: true,
    usage: attempt.usage,
    lineageId,
  }
}

function plannedOf<Input, Value>(
  { ctx, call, callId }: Attempt<Input, Value>,
  { provider, model }: Candidate,
  question: Question<Value>,
): PlannedLlmCall {
  return {
    callId,
    providerId: provider.id,
    provider: provider.provider,
    model,
    feature: call.feature,
    entityType: call.entity?.type ?? null,
    entityId: call.entity?.id ?? null,
    promptId: call.prompt.id,
    promptVersion: call.prompt.version,
    promptHash: call.prompt.hash,
    inputHash: hashOf(question),
    actorType: ctx.actor.type,
    actorId: ctx.actor.id,
    requestId: ctx.requestId,
  }
}
