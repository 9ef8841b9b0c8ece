import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import { canonicalJson } from '#src/lib/canonical-json.ts'
import { failOperation, succeedOperation } from '#src/modules/operations/index.ts'
import { COMPONENTS, type Weights } from '#src/modules/scoring/weights.ts'
import { emit } from '#src/platform/events/events.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { featuresOf } from './features.ts'
import {
  accuracyGate,
  approved,
  counterfactualGate,
  driftGate,
  feedbackGate,
  type GateResult,
  offPolicyGate,
} from './gates/gates.ts'
import { impactGate } from './gates/impact.ts'
import { readInForce } from './in-force.ts'
import { modelEvaluated } from './learning.events.ts'
import type { LearningPorts } from './learning.ports.ts'
import { type Material, readMaterial } from './material.ts'
import * as repo from './models.repo.ts'
import { estimateOffPolicy } from './off-policy/estimate.ts'
import { towards } from './ranker/bounds.ts'
import { type CrossValidation, crossValidate, qualityOn } from './ranker/cross-validate.ts'
import { rankedBy, sharesOf } from './ranker/samples.ts'
import { PRIOR_DEVIATION, type Trained, train } from './ranker/train.ts'
import { listPool } from './train-model.read.ts'

export interface TrainRun {
  modelId: string
  operationId: string
}

/** Trains a version that waits, holds it against the gates and says whether it may be activated. */
export async function trainModel(ctx: TaskContext, run: TrainRun, ports: LearningPorts): Promise<void> {
  const model = await begin(ctx, run)
  if (!model) return
  const {
    material,
    weights: current,
    prior,
    priorPreferencesId,
  } = await readTenant(ctx, async (tx) => ({
    ...(await readInForce(tx)),
    material: await readMaterial(tx),
  }))
  const trained = train(material.samples, prior)
  const validated = await validate(material, { prior, current, seed: model.seed })
  const learned = towards(trained.weights, current)
  const offPolicy = estimateOffPolicy(material.lists, { learned, current })
  const gates = [
    feedbackGate(material.samples),
    accuracyGate(validated),
    offPolicyGate(offPolicy),
    driftGate(learned, { prior, current }),
    counterfactualGate(ports.counterfactual(learned)),
    impactGate(await impactOf(ctx, ports, { modelId: run.modelId, material, learned, current })),
  ]
  const learnt = {
    prior,
    priorPreferencesId,
    weights: learned,
    posterior: { ...trained.posterior, mean: sharesOf(learned) },
  }
  const evaluations = [
    {
      kind: 'training' as const,
      metrics: { ...qualityOn(material.samples, learned), feature_importance: moved(learned, prior) },
    },
    { kind: 'cross_validation' as const, metrics: { ...validated } },
    ...(offPolicy ? [{ kind: 'off_policy' as const, metrics: { ...offPolicy } }] : []),
  ]
  const training = trainingOf(material, trained, { prior, current })
  await settle(ctx, run, { changes: { ...learnt, training, gates }, evaluations, material })
}

/** Undefined where an earlier attempt has settled it. */
function begin(ctx: TaskContext, { modelId, operationId }: TrainRun): Promise<repo.ModelRow | undefined> {
  return withTenant(ctx, async (tx) => {
    await repo.lockModels(tx)
    const row = await repo.findModel(tx, modelId)
    if (row?.state === 'pending') return repo.changeModel(tx, row, { state: 'evaluating' })
    if (row?.state === 'evaluating') return row
    if (row) succeedOperation(tx, operationId, { model_id: modelId, state: row.state })
    return undefined
  })
}

/** A fold is some tens of milliseconds of work, after which others have their turn. */
async function validate(
  { samples }: Material,
  how: { prior: Weights; current: Weights; seed: number },
): Promise<CrossValidation> {
  const folds = crossValidate(samples, how)
  for (;;) {
    const { done, value } = folds.next()
    if (done) return value
    await nextTurn()
  }
}

/** Jobs, candidates a job, and how many of them are chosen. */
const POOL = { jobs: 40, candidates: 200, selected: 10 }

interface Compared {
  modelId: string
  material: Material
  learned: Weights
  current: Weights
}

async function impactOf(
  ctx: TaskContext,
  { countGroups, noteCount }: LearningPorts,
  { modelId, material, learned, current }: Compared,
) {
  const jobIds = [...new Set(material.samples.map(({ jobId }) => jobId))].slice(-POOL.jobs)
  return withTenant(ctx, async (tx) => {
    noteCount(tx, ctx, modelId)
    const pool = (await listPool(tx, jobIds, POOL.candidates)).map((row) => ({
      ...row,
      ...featuresOf(row.components),
    }))
    const jobs = [...Map.groupBy(pool, ({ jobId }) => jobId).values()]
    const counted = (weights: Weights) => {
      const selected = jobs.flatMap((ofJob) => rankedBy(weights, ofJob).slice(0, POOL.selected))
      const times = Map.groupBy(selected, ({ candidateId }) => candidateId)
      const people = [...Map.groupBy(pool, ({ candidateId }) => candidateId)]
      return countGroups(
        tx,
        people.map(([candidateId, rows]) => ({
          candidateId,
          people: rows.length,
          selected: times.get(candidateId)?.length ?? 0,
        })),
      )
    }
    return { learned: await counted(learned), current: await counted(current) }
  })
}

/** What it was trained on, and how. */
const trainingOf = (
  { samples }: Material,
  { sharpness, pairs }: Trained,
  { prior, current }: { prior: Weights; current: Weights },
) => ({
  algorithm: 'pairwise_logistic',
  samples: samples.length,
  jobs: new Set(samples.map(({ jobId }) => jobId)).size,
  pairs,
  sharpness,
  prior_deviation: PRIOR_DEVIATION,
  from_weights: current,
  data_hash: hashOf({ samples, prior, current }),
})

interface Outcome {
  changes: repo.ModelChanges & { gates: GateResult[] }
  evaluations: Pick<repo.EvaluationRow, 'kind' | 'metrics'>[]
  material: Material
}

/** Writes all that came of the training, once. */
function settle(ctx: TaskContext, { modelId, operationId }: TrainRun, outcome: Outcome): Promise<void> {
  const { changes, evaluations, material } = outcome
  const state = approved(changes.gates) ? 'approved' : 'rejected'
  const failed = changes.gates.filter(({ status }) => status === 'failed').map(({ gate }) => gate)
  return withTenant(ctx, async (tx) => {
    await repo.lockModels(tx)
    const row = await repo.findModel(tx, modelId)
    if (row?.state !== 'evaluating') return
    await repo.changeModel(tx, row, { ...changes, state, evaluatedAt: tx.now })
    repo.insertSamples(tx, modelId, material.samples)
    repo.insertEvaluations(tx, modelId, evaluations)
    const { kind, number } = row
    emit(tx, ctx, modelEvaluated, modelId, { kind, number, state, failed_gates: failed })
    succeedOperation(tx, operationId, { model_id: modelId, state, failed_gates: failed })
  })
}

const hashOf = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex')

/** Weight of each component, and what of it was learnt; shares of the score. */
const moved = (weights: Weights, prior: Weights) =>
  Object.fromEntries(
    COMPONENTS.map((name) => [
      name,
      { weight: weights[name] / 10_000, learned: (weights[name] - prior[name]) / 10_000 },
    ]),
  )

/** A training that cannot be finished leaves a version that never counts, and room for another. */
export async function failTraining(ctx: TaskContext, { modelId, operationId }: TrainRun): Promise<void> {
  await withTenant(ctx, async (tx) => {
    await repo.lockModels(tx)
    const row = await repo.findModel(tx, modelId)
    if (row?.state === 'pending' || row?.state === 'evaluating') {
      await repo.changeModel(tx, row, { state: 'rejected', evaluatedAt: tx.now })
      const { kind, number } = row
      emit(tx, ctx, modelEvaluated, modelId, { kind, number, state: 'rejected', failed_gates: [] })
    }
    failOperation(tx, operationId, {
      code: 'model.training_failed',
      detail: 'The version could not be trained.',
    })
  })
}
