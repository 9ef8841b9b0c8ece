import type { TenantTx } from '#src/db/tx.ts'
import {
  COMPONENTS,
  type ComponentName,
  DEFAULT_WEIGHTS,
  type Weights,
} from '#src/modules/scoring/weights.ts'
import * as repo from './preferences.repo.ts'

/** What a job is scored with. */
export interface Preferences {
  /** Null: the default ones. */
  id: string | null
  /** Names them in the hash of a score's inputs: other preferences, another hash. */
  version: string
  weights: Weights
  preferredSkills: readonly string[]
  remotePolicy: repo.PreferencesRow['remotePolicy']
}

export const DEFAULT_PREFERENCES: Preferences = {
  id: null,
  version: 'default',
  weights: DEFAULT_WEIGHTS,
  preferredSkills: [],
  remotePolicy: 'as_posted',
}

/** In one statement: which preferences score the jobs of these clients. Null stands for a job without one. */
export async function weightsFor(
  tx: TenantTx,
  clientIds: readonly (string | null)[],
): Promise<(clientId: string | null) => Preferences> {
  const asked = [...new Set(clientIds)].filter((id) => id !== null)
  const byClient = new Map(
    (await repo.listActive(tx, asked)).map((row) => [row.clientId, preferencesOf(row)]),
  )
  return (clientId) => byClient.get(clientId) ?? byClient.get(null) ?? DEFAULT_PREFERENCES
}

/** Preferences as they were stored under an id, whatever is in force by now; null stands for the default ones. */
export async function weightsOf(tx: TenantTx, id: string | null): Promise<Preferences | undefined> {
  if (id === null) return DEFAULT_PREFERENCES
  const row = await repo.findPreferences(tx, id)
  return row && preferencesOf(row)
}

/** Whether a component has weight anywhere in the tenant. */
export const usesComponent = (tx: TenantTx, component: ComponentName): Promise<boolean> =>
  repo.anyActiveUses(tx, component)

export const preferencesOf = (row: repo.PreferencesRow): Preferences => ({
  id: row.id,
  version: row.id,
  weights: completed(row.weights),
  preferredSkills: row.preferredSkills,
  remotePolicy: row.remotePolicy,
})

/** A component that came after the weights were stored has none. */
export const completed = (weights: Readonly<Record<string, number>>): Weights =>
  Object.fromEntries(COMPONENTS.map((name) => [name, weights[name] ?? 0])) as Weights
