import type { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import { emit } from '#src/platform/events/events.ts'
import type { Exploration } from './exploration/explore.ts'
import { settingsUpdated } from './learning.events.ts'
import { presentExploration } from './learning.present.ts'
import type { settingsBody, settingsSchema } from './learning.schemas.ts'
import * as repo from './settings.repo.ts'

type Settings = z.input<typeof settingsSchema>

export const DEFAULT_SETTINGS: Exploration & { seed: number } = {
  policy: 'off',
  epsilon: 1000,
  band: 300,
  seed: 0,
}

const FIELDS = ['policy', 'epsilon', 'band', 'seed'] as const

export const readSettings = (ctx: RequestContext): Promise<Settings> =>
  readTenantOnce(ctx, async (tx) => present(await repo.findSettings(tx)))

export function replaceSettings(
  ctx: RequestContext,
  input: z.output<typeof settingsBody>,
  ifMatch: number | undefined,
): Promise<Settings> {
  const wanted = {
    policy: input.policy,
    epsilon: input.epsilon === undefined ? DEFAULT_SETTINGS.epsilon : Math.round(input.epsilon * 10_000),
    band: input.band === undefined ? DEFAULT_SETTINGS.band : Math.round(input.band * 100),
    seed: input.seed ?? DEFAULT_SETTINGS.seed,
  }
  return withTenant(ctx, async (tx) => {
    const before = await repo.lockSettings(tx)
    assertVersion(ifMatch, before?.version ?? 0)
    const changed = FIELDS.filter((field) => wanted[field] !== (before ?? DEFAULT_SETTINGS)[field])
    if (changed.length === 0) return present(before)
    const row = {
      id: before?.id ?? newId(),
      ...wanted,
      version: (before?.version ?? 0) + 1,
      createdAt: before?.createdAt ?? tx.now,
      updatedAt: tx.now,
    }
    if (before) repo.updateSettings(tx, row)
    else repo.insertSettings(tx, row)
    emit(tx, ctx, settingsUpdated, row.id, { changed, version: row.version })
    return present(row)
  })
}

const present = (row: repo.SettingsRow | undefined): Settings => ({
  ...presentExploration(row ?? DEFAULT_SETTINGS),
  seed: row?.seed ?? DEFAULT_SETTINGS.seed,
  version: row?.version ?? 0,
  updated_at: row ? isoTime(row.updatedAt) : null,
})
