import { z } from 'zod'
import { listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { PAIR_KINDS } from '#src/modules/scoring/counterfactual/index.ts'
import { COMPONENTS, type ComponentName, WEIGHT_SUM, type Weights } from '#src/modules/scoring/weights.ts'

export const testParams = z.object({ id: idSchema })

/** Shares of the whole as clients write them; stored in basis points. */
const shares = Object.fromEntries(COMPONENTS.map((name) => [name, z.number().min(0).max(1)])) as Record<
  ComponentName,
  z.ZodNumber
>

export const testBody = z
  .strictObject({
    weights: z
      .strictObject(shares)
      .transform((weights) => basisPoints(weights))
      .refine((weights) => Object.values(weights).some((weight) => weight > 0), 'weighs nothing')
      .optional()
      .describe('Of each component, relative to the others; those in use unless told'),
  })
  .meta({ id: 'CounterfactualTestCreate' })

const basisPoints = (weights: Record<ComponentName, number>): Weights =>
  Object.fromEntries(COMPONENTS.map((name) => [name, Math.round(weights[name] * WEIGHT_SUM)])) as Weights

export const sharesOf = (weights: Weights): Record<string, number> =>
  Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, weight / WEIGHT_SUM]))

const points = z.number().describe('Points of a score, 0 to 100')
const kind = z.enum(PAIR_KINDS).describe('What the two resumes of a pair differ in')
const pairs = z.int().describe('Scores compared')

export const testSchema = z
  .object({
    id: idSchema,
    scoring_version: z.string(),
    weights: z.record(z.string(), z.number()),
    passed: z.boolean(),
    pairs,
    worst: points.describe('The widest difference where the resumes differ in who somebody is'),
    epsilon: points.describe('The widest that is let pass there'),
    by_kind: z.array(z.object({ kind, pairs, worst: points, epsilon: points, failures: z.int() })),
    failures: z
      .array(z.object({ kind, job: z.string(), left: points, right: points, component: z.string() }))
      .describe('The first twenty'),
    created_by: idSchema.nullable(),
    created_at: timeSchema,
  })
  .meta({ id: 'CounterfactualTest' })

export const testPage = pageSchema(testSchema, 'CounterfactualTestPage')
export const testListQuery = listQuery({ sorts: ['created_at'], item: testSchema })
