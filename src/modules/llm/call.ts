import type { AppContext } from '#src/context.ts'
import type { Actor } from '#src/db/schema/events.ts'
import type { TenantScope } from '#src/db/scope.ts'
import type { FailureReason } from '#src/platform/llm/model-failure.ts'
import type { LimitReason } from './admit.ts'
import type { Feature } from './features.ts'
import type { PersonalWords } from './minimise.ts'
import type { Prompt } from './prompts/prompt.ts'
import type { SwitchReason } from './switches.ts'

/** Who calls: a request or a task. */
export interface CallContext extends TenantScope {
  readonly app: AppContext
  readonly actor: Actor
}

/** What is asked of a model, whichever it will be. */
export interface ModelCall<Input, Value> {
  feature: Feature
  /** What it is about, for those who look for it later. */
  entity?: { type: string; id: string }
  prompt: Prompt<Input, Value>
  input: Input
  maxOutputTokens: number
  /** Names and the like that the input has: replaced before the call where the tenant wishes it, and put back after. */
  personal?: PersonalWords
  /** Whose models alone may be asked, where somebody agreed to these and no others. */
  among?: readonly string[]
  /** Of one attempt. */
  timeoutMs?: number
  /** So long the same question to the same model has the same answer; without it, each is asked. */
  cacheForMs?: number
  /** Ends it before its time, as when a task's process stops. */
  signal?: AbortSignal
  /** A test: this configuration alone, whatever switches are off, and with this key where one is given. */
  only?: { providerId: string; keySealed?: string }
}

/** Why there is no value: the caller goes on without a model. */
export type NoValue =
  | 'no_price'
  | 'key_unreadable'
  | 'question_too_long'
  | 'resting'
  | 'cancelled'
  | 'invalid_output'
  | 'cut_off'
  | 'declined'
  | SwitchReason
  | LimitReason
  | FailureReason

export interface Used {
  inputTokens: number
  outputTokens: number
  costMicroUsd: number
}

export type CallResult<Value> =
  | {
      ok: true
      value: Value
      provider: string
      model: string
      cached: boolean
      /** Of all attempts it took. */
      usage: Used
      lineageId: string
    }
  | { ok: false; reason: NoValue; usage: Used; lineageId: string | null }
