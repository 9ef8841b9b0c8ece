import type { LlmProvider } from '#src/db/schema/llm.ts'
import type { CallContext } from './call.ts'
import { chooseProviders } from './choose-providers.ts'
import type { Feature } from './features.ts'

/** Whose models a call for this would ask, for those who have to say so before; none where it would ask nobody. */
export async function readyProviders(ctx: CallContext, feature: Feature): Promise<LlmProvider[]> {
  const choice = await chooseProviders(ctx, { feature })
  if (!choice.ok) return []
  return [...new Set(choice.candidates.map(({ provider }) => provider.provider))]
}
