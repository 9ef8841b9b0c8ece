import type { ProviderRow } from './providers.repo.ts'
import type { SettingsRow } from './settings.repo.ts'

export type SwitchReason = 'ai_disabled' | 'feature_disabled' | 'no_provider' | 'model_disabled'

type Switches = Pick<SettingsRow, 'enabled' | 'disabledFeatures' | 'rerankShortlists'>

/**
 * Which switch of a tenant keeps it from a use of models. One that never turned any has all of them on, except of what
 * changes whom people see first.
 */
export function switchedOff(
  settings: Switches | undefined,
  feature: string,
  isTest: boolean,
): Extract<SwitchReason, 'ai_disabled' | 'feature_disabled'> | undefined {
  // Somebody who tries a key out may do so before anything is switched on.
  if (settings?.enabled === false && !isTest) return 'ai_disabled'
  const isOff =
    settings?.disabledFeatures.includes(feature) || (feature === 'rerank' && !settings?.rerankShortlists)
  return isOff ? 'feature_disabled' : undefined
}

export const mayBeAsked = (
  { active, revokedAt }: Pick<ProviderRow, 'active' | 'revokedAt'>,
  isTest: boolean,
): boolean => revokedAt === null && (active || isTest)
