import { z } from 'zod'
import { EVALUATION_KINDS, MODEL_KINDS, MODEL_STATES } from '#src/db/schema/learning.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { operationSchema } from '#src/modules/operations/index.ts'
import { COMPONENTS } from '#src/modules/scoring/weights.ts'
import { GATES } from './gates/gates.ts'

const weights = z
  .partialRecord(z.enum(COMPONENTS), z.number())
  .describe('By component; they add up to 1. What came after the version is absent')
  .nullable()

const gateSchema = z
  .object({
    gate: z.enum(GATES),
    status: z.enum(['passed', 'failed', 'not_measured']),
    detail: z
      .looseObject({})
      .describe(
        'What was measured, and the limits it was held against; of `impact` the groups only for `eeo:aggregate`',
      ),
  })
  .meta({ id: 'ModelGate' })

export const modelSchema = z
  .object({
    id: idSchema,
    kind: z.enum(MODEL_KINDS),
    number: z.int().describe('Counts the versions of the tenant, from 1'),
    state: z.enum(MODEL_STATES),
    weights,
    prior: weights.describe('What the weights were held to while nobody said otherwise'),
    scoring_version: z.string(),
    seed: z.int(),
    training: z.looseObject({}).describe('What it was trained on and how; empty until then'),
    gates: z.array(gateSchema),
    preferences_id: idSchema.nullable().describe('The scoring preferences it is, or was, in force as'),
    previous_id: idSchema.nullable().describe('The version that was active before it'),
    requested_by: idSchema.nullable(),
    activated_by: idSchema.nullable(),
    evaluated_at: timeSchema.nullable(),
    activated_at: timeSchema.nullable(),
    ended_at: timeSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'ModelVersion' })

export const modelPage = pageSchema(modelSchema, 'ModelVersionPage')
export const modelListQuery = listQuery({
  sorts: ['created_at'],
  filters: { kind: filterBy.words(MODEL_KINDS), state: filterBy.words(MODEL_STATES) },
  item: modelSchema,
})

const nothing = z.strictObject({})
export const trainBody = nothing.meta({ id: 'ModelTrain' })
export const trainSchema = z
  .object({ operation: operationSchema, model_id: idSchema })
  .meta({ id: 'ModelTrainStarted' })
export const activateBody = nothing.meta({ id: 'ModelActivate' })
export const rollbackBody = nothing.meta({ id: 'ModelRollback' })

export const performanceSchema = z
  .object({
    model_id: idSchema,
    state: z.enum(MODEL_STATES),
    evaluations: z.array(
      z
        .object({
          kind: z.enum(EVALUATION_KINDS),
          metrics: z.looseObject({}),
          created_at: timeSchema,
        })
        .meta({ id: 'ModelEvaluation' }),
    ),
  })
  .meta({ id: 'ModelPerformance' })
