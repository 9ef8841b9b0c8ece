import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { TenantScope } from '#src/db/scope.ts'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { requestErrors } from '#src/http/errors.ts'
import { assertVersion } from '#src/http/input.ts'
import { AppError } from '#src/lib/errors.ts'
import { emit } from '#src/platform/events/events.ts'
import type { AiSettingsPatch, aiSettingsSchema } from './ai.schemas.ts'
import { FEATURES, type Feature } from './features.ts'
import { aiSettingsUpdated } from './llm.events.ts'
import * as repo from './settings.repo.ts'
import { type SwitchReason, switchedOff } from './switches.ts'

type AiSettings = z.input<typeof aiSettingsSchema>

/** Of a tenant that never changed any: AI waits for a key, and for nothing else. */
const NONE: string[] = []
const UNTOUCHED = {
  enabled: true,
  disabledFeatures: NONE,
  minimisePersonalData: false,
  resumeParser: 'builtin' as repo.SettingsRow['resumeParser'],
  rerankShortlists: false,
  version: 0,
}

export const readAiSettings = (ctx: RequestContext): Promise<AiSettings> =>
  readTenantOnce(ctx, async (tx) => present(await repo.findSettings(tx)))

/** Who reads the resumes of a tenant, after the built-in parser has. */
export const resumeParserOf = (scope: TenantScope): Promise<repo.SettingsRow['resumeParser']> =>
  readTenantOnce(scope, async (tx) => ((await repo.findSettings(tx)) ?? UNTOUCHED).resumeParser)

/** Why the tenant's models are not used for a feature; undefined where they may be. */
export const whyOff = async (tx: TenantTx, feature: Feature): Promise<SwitchReason | undefined> =>
  switchedOff(await repo.findSettings(tx), feature, false)

/** What is switched off is off for the next call. @throws AppError 412 */
export function updateAiSettings(
  ctx: RequestContext,
  patch: AiSettingsPatch,
  ifMatch: number | undefined,
): Promise<AiSettings> {
  return withTenant(ctx, async (tx) => {
    const stored = await repo.findSettings(tx)
    const before = stored ?? { ...UNTOUCHED, updatedAt: tx.now }
    assertVersion(ifMatch, before.version)
    const after = {
      enabled: patch.enabled ?? before.enabled,
      disabledFeatures: patch.disabled_features ?? before.disabledFeatures,
      minimisePersonalData: patch.minimise_personal_data ?? before.minimisePersonalData,
      resumeParser: patch.resume_parser ?? before.resumeParser,
      rerankShortlists: patch.rerank_shortlists ?? before.rerankShortlists,
      version: before.version + 1,
      updatedAt: tx.now,
    }
    const changed = FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field]))
    if (changed.length === 0) return present(stored)
    if (!(await repo.saveSettings(tx, after, before.version)))
      throw new AppError(requestErrors.precondition_failed)
    const members = changed.map((field) => MEMBERS[field])
    emit(tx, ctx, aiSettingsUpdated, ctx.tenantId, { version: after.version, changed: members })
    return present(after)
  })
}

const FIELDS = [
  'enabled',
  'disabledFeatures',
  'minimisePersonalData',
  'resumeParser',
  'rerankShortlists',
] as const

const MEMBERS = {
  enabled: 'enabled',
  disabledFeatures: 'disabled_features',
  minimisePersonalData: 'minimise_personal_data',
  resumeParser: 'resume_parser',
  rerankShortlists: 'rerank_shortlists',
} as const

const present = (row: repo.SettingsRow | undefined): AiSettings => {
  const { enabled, disabledFeatures, minimisePersonalData, resumeParser, rerankShortlists, version } =
    row ?? UNTOUCHED
  return {
    enabled,
    disabled_features: disabledFeatures.filter(isFeature),
    minimise_personal_data: minimisePersonalData,
    resume_parser: resumeParser,
    rerank_shortlists: rerankShortlists,
    version,
    updated_at: row?.updatedAt.toISOString() ?? null,
  }
}

const isFeature = (name: string): name is Feature => FEATURES.some((feature) => feature === name)
