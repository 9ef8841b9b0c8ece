import { cacheKey } from '#src/platform/cache/cache-key.ts'
import type { CallContext, ModelCall } from './call.ts'
import type { Candidate } from './choose-providers.ts'
import { hashOf, type Question } from './question.ts'

interface Asked {
  ctx: CallContext
  call: Pick<ModelCall<never, never>, 'cacheForMs'>
  question: Question<unknown>
}

/** What this configuration's model answered to the very same question of this tenant a while ago. */
export async function remembered(
  { ctx, call, question }: Asked,
  candidate: Candidate,
): Promise<string | undefined> {
  if (!call.cacheForMs) return undefined
  const hash = hashOf(question)
  const sealed = await ctx.app.cache.get<string>(keyOf(ctx, candidate, hash))
  if (sealed === undefined) return undefined
  try {
    return ctx.app.envelope.open(sealed, placeOf(ctx, hash))
  } catch {
    // Of a key that was taken out of use since.
    return undefined
  }
}

/** Sealed, because answers are about people and the store may be shared. */
export async function remember(
  { ctx, call, question }: Asked,
  candidate: Candidate,
  text: string,
): Promise<void> {
  if (!call.cacheForMs) return
  const hash = hashOf(question)
  const sealed = ctx.app.envelope.seal(text, placeOf(ctx, hash))
  await ctx.app.cache.set(keyOf(ctx, candidate, hash), sealed, call.cacheForMs)
}

const keyOf = ({ tenantId }: CallContext, { provider, model }: Candidate, hash: string) =>
  cacheKey(tenantId, 'llm.v1', provider.id, model, hash)

const placeOf = ({ tenantId }: CallContext, hash: string) => ({
  tenantId,
  table: 'cache',
  column: 'llm',
  rowId: hash,
})
