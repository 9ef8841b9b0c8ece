import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { reachOf } from '#src/http/principal.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { insertOperation, presentOperation } from '#src/modules/operations/index.ts'
import { SCORING_VERSION } from '#src/modules/scoring/score.ts'
import type { Weights } from '#src/modules/scoring/weights.ts'
import { type CounterfactualGate, lockPreferences } from '#src/modules/scoring-preferences/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { putInForce, readInForce, takeBack } from './in-force.ts'
import { modelErrors } from './learning.errors.ts'
import { modelActivated, modelRequested, modelRolledBack } from './learning.events.ts'
import { readGroups } from './learning.policy.ts'
import { type Model, presentModel, presentPerformance, presentSample } from './learning.present.ts'
import { trainRequest } from './learning.tasks.ts'
import * as repo from './models.repo.ts'
import { findSettings } from './settings.repo.ts'
import { DEFAULT_SETTINGS } from './settings.service.ts'

/** Has the next version trained on what people said so far. One at a time. */
export function requestTraining(ctx: RequestContext) {
  return withTenant(ctx, async (tx) => {
    await repo.lockModels(tx)
    const { seed } = (await findSettings(tx)) ?? DEFAULT_SETTINGS
    const row: repo.ModelRow = {
      ...UNTRAINED,
      id: newId(),
      number: (await repo.lastNumber(tx)) + 1,
      seed,
      requestedBy: ctx.principal.userId,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    repo.insertModel(tx, row)
    const operation = insertOperation(tx, {
      id: newId(),
      kind: 'model.train',
      createdBy: ctx.principal.userId,
    })
    enqueue(tx, ctx, trainRequest, { modelId: row.id, operationId: operation.id })
    emit(tx, ctx, modelRequested, row.id, { kind: row.kind, number: row.number })
    return { operation: presentOperation(operation), model_id: row.id }
  })
}

const UNTRAINED = {
  kind: 'ranker',
  state: 'pending',
  prior: null,
  weights: null,
  posterior: null,
  training: {},
  gates: [],
  scoringVersion: SCORING_VERSION,
  priorPreferencesId: null,
  preferencesId: null,
  previousId: null,
  activatedBy: null,
  evaluatedAt: null,
  activatedAt: null,
  endedAt: null,
  version: 1,
} satisfies Partial<repo.ModelRow>

export const listModels = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listModels(tx, request), (row) => present(ctx, row)))

export const readModel = (ctx: RequestContext, id: string): Promise<Model> =>
  readTenantOnce(ctx, async (tx) => present(ctx, found(await repo.findModel(tx, id))))

const present = ({ principal }: RequestContext, row: repo.ModelRow): Model =>
  presentModel(row, { groups: reachOf(principal, readGroups) !== undefined })

/** How well a version orders, by all that was measured before it could count. */
export const readPerformance = (ctx: RequestContext, id: string) =>
  readTenant(ctx, async (tx) =>
    presentPerformance(found(await repo.findModel(tx, id)), await repo.listEvaluations(tx, id)),
  )

export const listTrainingData = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listSamples(tx, request), presentSample))

/** Puts an approved version in force; the one before it retires, and the tenant's matches are scored again. */
export async function activateModel(
  ctx: RequestContext,
  gateOf: CounterfactualGate,
  id: string,
): Promise<Model> {
  const asked = await readTenantOnce(ctx, async (tx) => found(await repo.findModel(tx, id)))
  const weights = assertState(asked, 'activate').weights as Weights
  const gate = gateOf(weights)
  return withTenant(ctx, async (tx) => {
    await repo.lockModels(tx)
    const row = assertState(found(await repo.findModel(tx, id)), 'activate')
    const before = await repo.findActiveModel(tx)
    const preferencesId = await putInForce(tx, ctx, row, { weights, gate })
    if (before) await repo.changeModel(tx, before, { state: 'retired', endedAt: tx.now })
    const active = await repo.changeModel(tx, row, {
      state: 'active',
      preferencesId,
      previousId: before?.id ?? null,
      activatedBy: ctx.principal.userId,
      activatedAt: tx.now,
    })
    const { kind, number, previousId } = active
    emit(tx, ctx, modelActivated, id, { kind, number, previous_id: previousId })
    return present(ctx, active)
  })
}

/** Takes the active version back: what was in force before it is again, learnt or not. */
export function rollBackModel(ctx: RequestContext, id: string): Promise<Model> {
  return withTenant(ctx, async (tx) => {
    await repo.lockModels(tx)
    const row = assertState(found(await repo.findModel(tx, id)), 'roll_back')
    // With nobody putting others in force from here on.
    if (row.preferencesId !== null) await lockPreferences(tx, row.preferencesId)
    const { preferencesId } = await readInForce(tx)
    if (preferencesId !== row.preferencesId) throw new AppError(modelErrors.not_in_force)
    const restored = await takeBack(tx, ctx)
    const ended = await repo.changeModel(tx, row, { state: 'rolled_back', endedAt: tx.now })
    if (restored) await repo.changeModel(tx, restored, { state: 'active', endedAt: null })
    const { kind, number } = ended
    emit(tx, ctx, modelRolledBack, id, { kind, number, restored_id: restored?.id ?? null })
    return present(ctx, ended)
  })
}

const NEEDS = { activate: 'approved', roll_back: 'active' } as const

/** @throws AppError 409 */
function assertState(row: repo.ModelRow, action: keyof typeof NEEDS): repo.ModelRow {
  const { state, scoringVersion } = row
  if (state !== NEEDS[action])
    throw new AppError(modelErrors.invalid_transition, {
      detail: `A version that is ${state} does not allow ${action}.`,
      members: {
        current_state: state,
        attempted: action,
        allowed: ACTIONS.filter((one) => NEEDS[one] === state),
        reasons: { [action]: `needs a version that is ${NEEDS[action]}` },
      },
    })
  if (action === 'activate' && scoringVersion !== SCORING_VERSION)
    throw new AppError(modelErrors.stale, {
      members: { scoring_version: scoringVersion, current_scoring_version: SCORING_VERSION },
    })
  return row
}

const ACTIONS = ['activate', 'roll_back'] as const

function found(row: repo.ModelRow | undefined): repo.ModelRow {
  if (!row) throw new AppError(modelErrors.not_found)
  return row
}
