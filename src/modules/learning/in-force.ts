import { isDeepStrictEqual } from 'node:util'
import type { TenantTx } from '#src/db/tx.ts'
import { AppError } from '#src/lib/errors.ts'
import { SCORING_VERSION } from '#src/modules/scoring/score.ts'
import type { Weights } from '#src/modules/scoring/weights.ts'
import {
  activate,
  type GateResult,
  putWeights,
  rollback,
  weightsFor,
  weightsOf,
} from '#src/modules/scoring-preferences/index.ts'
import type { EmitContext } from '#src/platform/events/events.ts'
import { modelErrors } from './learning.errors.ts'
import { findModelOf, type ModelRow } from './models.repo.ts'
import { type Posterior, priorPosterior } from './ranker/train.ts'

/** What all jobs are scored with whose client has no preferences of its own. */
export interface InForce {
  weights: Weights
  /** Null: the default ones. */
  preferencesId: string | null
  /** The version they were learnt by. */
  model: ModelRow | undefined
  /** What learning is held to: the last weights that were not learnt, and the id of those preferences. */
  prior: Weights
  priorPreferencesId: string | null
  posterior: Posterior
}

export async function readInForce(tx: TenantTx): Promise<InForce> {
  const { id, weights } = (await weightsFor(tx, [null]))(null)
  const model = id === null ? undefined : await findModelOf(tx, id)
  const priorPreferencesId = model ? model.priorPreferencesId : id
  const prior = model ? await weightsOf(tx, priorPreferencesId) : undefined
  // What is believed of components is of those there were.
  const known = model?.scoringVersion === SCORING_VERSION ? model.posterior : undefined
  return {
    weights,
    preferencesId: id,
    model,
    prior: prior?.weights ?? weights,
    priorPreferencesId,
    posterior: known ?? priorPosterior(weights),
  }
}

/**
 * Has everything scored with what a version learnt; answers the id of the preferences it is in force as. `gate`: what
 * pairs said of them.
 * @throws AppError 409 where other weights are in force than those the version was compared with
 */
export async function putInForce(
  tx: TenantTx,
  ctx: EmitContext,
  { id, training }: Pick<ModelRow, 'id' | 'training'>,
  { weights, gate }: { weights: Weights; gate: GateResult },
): Promise<string> {
  const made = await putWeights(tx, ctx, { clientId: null, weights, origin: 'learned', originId: id })
  // From here on nobody else changes what is in force.
  const inForce = (await weightsFor(tx, [null]))(null)
  if (!isDeepStrictEqual(inForce.weights, training.from_weights))
    throw new AppError(modelErrors.stale, { detail: 'Its gates compared it with other weights.' })
  const { row } = await activate(tx, ctx, made, { gate })
  return row.id
}

/** Has everything scored with what was in force before; answers the version that was, where it was learnt. */
export async function takeBack(tx: TenantTx, ctx: EmitContext): Promise<ModelRow | undefined> {
  const { restored } = await rollback(tx, ctx, null)
  return restored && findModelOf(tx, restored.id)
}
