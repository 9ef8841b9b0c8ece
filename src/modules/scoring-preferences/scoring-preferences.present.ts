import type { z } from 'zod'
import { isoTime } from '#src/lib/iso-time.ts'
import { WEIGHT_SUM, type Weights } from '#src/modules/scoring/weights.ts'
import type { GateResult } from './gate.ts'
import type { PreferencesRow } from './preferences.repo.ts'
import { completed, DEFAULT_PREFERENCES, preferencesOf } from './preferences-in-force.ts'
import type { preferencesSchema, versionSchema } from './scoring-preferences.schemas.ts'

export type InForce = z.input<typeof preferencesSchema>
export type Version = z.input<typeof versionSchema>

/** The database counts in basis points; the API shows decimals. */
const decimals = (weights: Weights) =>
  Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [name, weight / WEIGHT_SUM]),
  ) as InForce['weights']

/** `active`: the tenant's, and the client's where it has some. */
export function presentInForce(clientId: string | null, active: readonly PreferencesRow[]): InForce {
  const own = active.find((row) => row.clientId === clientId)
  const row = own ?? active.find((row) => row.clientId === null)
  const { weights, preferredSkills, remotePolicy } = row ? preferencesOf(row) : DEFAULT_PREFERENCES
  return {
    id: row?.id ?? null,
    client_id: clientId,
    source: row === undefined ? 'default' : row.clientId === null ? 'tenant' : 'client',
    version: own?.version ?? 0,
    weights: decimals(weights),
    preferred_skills: [...preferredSkills],
    remote_policy: remotePolicy,
    activated_at: row?.activatedAt ? isoTime(row.activatedAt) : null,
  }
}

const presentGate = ({ passed, pairs, worst_hundredths, failures }: GateResult) => ({
  passed,
  pairs,
  worst_hundredths,
  failures: failures.map((failure) => ({ ...failure })),
})

export const presentVersion = (row: PreferencesRow): Version => ({
  id: row.id,
  client_id: row.clientId,
  version: row.version,
  weights: decimals(completed(row.weights)),
  preferred_skills: row.preferredSkills,
  remote_policy: row.remotePolicy,
  state: row.state,
  origin: row.origin,
  origin_id: row.originId,
  gate: row.gate && presentGate(row.gate),
  override_reason: row.overrideReason,
  previous_id: row.previousId,
  created_by: row.createdBy,
  activated_by: row.activatedBy,
  activated_at: row.activatedAt && isoTime(row.activatedAt),
  retired_at: row.retiredAt && isoTime(row.retiredAt),
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})
