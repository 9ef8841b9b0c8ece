import { z } from 'zod'
import { PREFERENCE_ORIGINS, PREFERENCE_STATES, REMOTE_POLICIES } from '#src/db/schema/scoring-preferences.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { COMPONENTS, WEIGHT_SUM, type Weights } from '#src/modules/scoring/weights.ts'

const clientId = idSchema
  .nullish()
  .describe('Whose jobs it is for; without one all jobs whose client has no preferences of its own')

export const preferencesQuery = z.strictObject({ client_id: clientId })
export const versionParams = z.object({ id: idSchema })

/** As decimals come in binary, 0.1 + 0.2 among them. */
const SLACK = 1e-6

const weight = z
  .number()
  .min(0)
  .max(1)
  .refine((value) => Math.abs(value * WEIGHT_SUM - Math.round(value * WEIGHT_SUM)) < SLACK, {
    message: 'four decimals at most',
  })

const weightsBody = z
  .partialRecord(z.enum(COMPONENTS), weight)
  .transform((given) => toBasisPoints(given))
  .superRefine((weights, check) => {
    const sum = Object.values(weights).reduce((all, one) => all + one, 0)
    if (sum !== WEIGHT_SUM)
      check.addIssue({ code: 'custom', message: `must add up to 1; these add up to ${sum / WEIGHT_SUM}` })
  })
  .describe('By component, 0 to 1 with four decimals, adding up to 1; a component left out has none')

const toBasisPoints = (given: Partial<Record<keyof Weights, number>>): Weights =>
  Object.fromEntries(COMPONENTS.map((name) => [name, Math.round((given[name] ?? 0) * WEIGHT_SUM)])) as Weights

const overrideReason = lineSchema(500)
  .nullish()
  .describe('Why the weights hold although they did not pass the counterfactual gate')

export const preferencesBody = z
  .strictObject({
    client_id: clientId,
    weights: weightsBody,
    preferred_skills: z
      .array(lineSchema(100))
      .max(20)
      .optional()
      .describe(
        'Count with weight 0.5 in the skills of every job that does not list them; left out, they stay',
      ),
    remote_policy: z
      .enum(REMOTE_POLICIES)
      .optional()
      .describe('`remote_ok`: the place of no candidate counts; left out, it stays'),
    override_reason: overrideReason,
  })
  .meta({ id: 'ScoringPreferencesReplace' })

export const activateBody = z
  .strictObject({ override_reason: overrideReason })
  .meta({ id: 'ScoringPreferencesActivate' })
export const rejectBody = z.strictObject({}).meta({ id: 'ScoringPreferencesReject' })
export const rollbackBody = z.strictObject({ client_id: clientId }).meta({ id: 'ScoringPreferencesRollback' })

const weights = z
  .record(z.enum(COMPONENTS), z.number())
  .describe('By component; they add up to 1. What a job does not ask for gives its weight to the rest')

const content = {
  weights,
  preferred_skills: z.array(z.string()),
  remote_policy: z.enum(REMOTE_POLICIES),
}

export const preferencesSchema = z
  .object({
    id: idSchema.nullable().describe('Of the version that is in force; null for the default weights'),
    client_id: idSchema.nullable(),
    source: z.enum(['default', 'tenant', 'client']).describe('Whose preferences are in force here'),
    version: z.int().describe('Of those of its own, for `If-Match`; 0 where it has none in force'),
    ...content,
    activated_at: timeSchema.nullable(),
    operation_id: idSchema.optional().describe('After a change: how far the matches are scored again'),
  })
  .meta({ id: 'ScoringPreferences' })

const gateSchema = z
  .object({
    passed: z.boolean(),
    pairs: z.int().describe('Pairs of candidates who differ in nothing that may count'),
    worst_hundredths: z.int().describe('The widest difference of scores within a pair, in hundredths'),
    failures: z.array(z.looseObject({})).describe('The first pairs that differ'),
  })
  .meta({ id: 'CounterfactualGate' })

export const versionSchema = z
  .object({
    id: idSchema,
    client_id: idSchema.nullable(),
    version: z.int(),
    ...content,
    state: z.enum(PREFERENCE_STATES),
    origin: z.enum(PREFERENCE_ORIGINS),
    origin_id: idSchema.nullable().describe('What they were learned by'),
    gate: gateSchema.nullable(),
    override_reason: z.string().nullable(),
    previous_id: idSchema.nullable().describe('What is in force again after a rollback'),
    created_by: idSchema.nullable(),
    activated_by: idSchema.nullable(),
    activated_at: timeSchema.nullable(),
    retired_at: timeSchema.nullable(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'ScoringPreferencesVersion' })

export const versionPage = pageSchema(versionSchema, 'ScoringPreferencesVersionPage')
export const versionListQuery = listQuery({
  sorts: ['created_at'],
  filters: {
    client_id: filterBy.id(),
    scope: { value: z.enum(['tenant', 'client']), ops: ['eq'] },
    state: filterBy.words(PREFERENCE_STATES),
    origin: filterBy.words(PREFERENCE_ORIGINS),
  },
  item: versionSchema,
})
