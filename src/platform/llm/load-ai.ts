import { failureOf } from './failure-of.ts'
import type { ModelFailure } from './model-failure.ts'

/** At its first use: a tenant without keys costs no memory. */
export async function loadAi() {
  // Its warnings are about settings that we leave out where a model does not take them.
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false })
  return import('ai')
}

export async function failureOfCall(error: unknown): Promise<ModelFailure> {
  const { APICallError } = await loadAi()
  return failureOf(error, (cause) => APICallError.isInstance(cause))
}
