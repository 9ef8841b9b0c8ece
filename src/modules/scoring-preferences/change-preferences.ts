import type { TenantTx } from '#src/db/tx.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { insertOperation } from '#src/modules/operations/index.ts'
import type { Weights } from '#src/modules/scoring/weights.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import type { GateResult } from './gate.ts'
import * as repo from './preferences.repo.ts'
import { preferencesErrors } from './scoring-preferences.errors.ts'
import {
  preferencesActivated,
  preferencesCreated,
  preferencesRejected,
  preferencesRolledBack,
} from './scoring-preferences.events.ts'

type Row = repo.PreferencesRow

export interface NewPreferences {
  clientId: string | null
  /** Basis points that add up to 10000. */
  weights: Weights
  origin: Row['origin']
  /** What they were learned by. */
  originId?: string | null
  /** Left out, as they are in force. */
  preferredSkills?: string[] | undefined
  remotePolicy?: Row['remotePolicy'] | undefined
}

/** Makes the next version of what a client, or the tenant, wants. It is pending: nothing is scored with it yet. */
export async function putWeights(tx: TenantTx, ctx: EmitContext, input: NewPreferences): Promise<Row> {
  await repo.lockAll(tx)
  const { clientId, weights, origin } = input
  const before = await findActive(tx, clientId)
  const row: Row = {
    id: newId(),
    clientId,
    version: (await repo.lastVersion(tx, clientId)) + 1,
    weights,
    preferredSkills: input.preferredSkills ?? before?.preferredSkills ?? [],
    remotePolicy: input.remotePolicy ?? before?.remotePolicy ?? 'as_posted',
    origin,
    originId: input.originId ?? null,
    ...NOT_SETTLED,
    createdBy: tx.actorId,
    createdAt: tx.now,
    updatedAt: tx.now,
  }
  repo.insertPreferences(tx, row)
  emit(tx, ctx, preferencesCreated, row.id, toldOf(row))
  return row
}

const NOT_SETTLED = {
  state: 'pending',
  gate: null,
  overrideReason: null,
  previousId: null,
  activatedBy: null,
  activatedAt: null,
  retiredAt: null,
} as const

/** A version, with nobody else changing any until this transaction ends. @throws AppError 404 */
export async function lockPreferences(tx: TenantTx, id: string): Promise<Row> {
  await repo.lockAll(tx)
  const row = await repo.findPreferences(tx, id)
  if (!row) throw new AppError(preferencesErrors.not_found)
  return row
}

interface Passage {
  /** What the counterfactual gate said of the weights. */
  gate: GateResult
  overrideReason?: string | null | undefined
}

interface Rescored {
  /** How far the matches are scored again. */
  operationId: string
}

/**
 * Puts a pending version, just made or locked, in force in place of the one that is, and has what it concerns scored
 * again.
 * @throws AppError 422 where it did not pass the gate and nobody said why it may all the same
 */
export async function activate(
  tx: TenantTx,
  ctx: EmitContext,
  row: Row,
  { gate, overrideReason = null }: Passage,
): Promise<Rescored & { row: Row }> {
  assertPending(row, 'activate')
  if (!gate.passed && overrideReason === null) throw gateFailed(gate)
  const before = await findActive(tx, row.clientId)
  const active = {
    state: 'active' as const,
    gate: bounded(gate),
    overrideReason: gate.passed ? null : overrideReason,
    previousId: before?.id ?? null,
    activatedBy: tx.actorId,
    activatedAt: tx.now,
  }
  if (before) repo.updatePreferences(tx, before.id, { state: 'retired', retiredAt: tx.now })
  repo.updatePreferences(tx, row.id, active)
  const operationId = insertRescoring(tx)
  emit(tx, ctx, preferencesActivated, row.id, {
    ...toldOf(row),
    previous_id: active.previousId,
    operation_id: operationId,
    overridden: !gate.passed,
  })
  return { row: { ...row, ...active, updatedAt: tx.now }, operationId }
}

/** Says of a pending version, just made or locked, that it will not come into force; `gate` where that was asked. */
export function reject(tx: TenantTx, ctx: EmitContext, row: Row, gate: GateResult | null = null): Row {
  assertPending(row, 'reject')
  const changes = { state: 'rejected' as const, gate: gate && bounded(gate) }
  repo.updatePreferences(tx, row.id, changes)
  emit(tx, ctx, preferencesRejected, row.id, toldOf(row))
  return { ...row, ...changes, updatedAt: tx.now }
}

/** Puts what was in force before in force again, be it nothing of its own. @throws AppError 409 where nothing is */
export async function rollback(
  tx: TenantTx,
  ctx: EmitContext,
  clientId: string | null,
): Promise<Rescored & { restored: Row | undefined }> {
  await repo.lockAll(tx)
  const row = await findActive(tx, clientId)
  if (!row) throw new AppError(preferencesErrors.nothing_to_roll_back)
  const previous = row.previousId === null ? undefined : await repo.findPreferences(tx, row.previousId)
  const active = { state: 'active' as const, retiredAt: null }
  repo.updatePreferences(tx, row.id, { state: 'retired', retiredAt: tx.now })
  if (previous) repo.updatePreferences(tx, previous.id, active)
  const operationId = insertRescoring(tx)
  emit(tx, ctx, preferencesRolledBack, row.id, {
    ...toldOf(row),
    restored_id: row.previousId,
    operation_id: operationId,
  })
  return { restored: previous && { ...previous, ...active }, operationId }
}

export const findActive = async (tx: TenantTx, clientId: string | null): Promise<Row | undefined> =>
  (await repo.listActive(tx, clientId === null ? [] : [clientId])).find((row) => row.clientId === clientId)

export const gateFailed = (gate: GateResult) =>
  new AppError(preferencesErrors.gate_failed, {
    members: { gate: bounded(gate) },
    errors: [{ pointer: '/weights', code: 'gate_failed', message: 'pass the gate, or give override_reason' }],
  })

const FAILURES = 20

const bounded = (gate: GateResult): GateResult => ({ ...gate, failures: gate.failures.slice(0, FAILURES) })

function assertPending(row: Row, action: 'activate' | 'reject'): void {
  if (row.state === 'pending') return
  throw new AppError(preferencesErrors.invalid_transition, {
    detail: `A version that is ${row.state} does not allow ${action}.`,
    members: {
      current_state: row.state,
      attempted: action,
      allowed: [],
      reasons: { [action]: 'needs a version that is pending' },
    },
  })
}

const insertRescoring = (tx: TenantTx): string =>
  insertOperation(tx, { id: newId(), kind: 'scoring_preferences.rescore', createdBy: tx.actorId }).id

const toldOf = ({ clientId, version, origin }: Row) => ({ client_id: clientId, version, origin })
