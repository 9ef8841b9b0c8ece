import { z } from 'zod'
import { AUDIT_METRICS } from '#src/db/schema/fairness.ts'
import { defineEvent } from '#src/platform/events/events.ts'

const audit = z.object({
  metric: z.enum(AUDIT_METRICS),
  scoring_version: z.string().nullable(),
  version: z.int(),
})

export const auditCreated = defineEvent({
  type: 'bias_audit.created',
  resource: 'bias_audit',
  description: 'The tables of a bias audit were computed',
  payload: audit,
})
export const auditFinalized = defineEvent({
  type: 'bias_audit.finalized',
  resource: 'bias_audit',
  description: 'A bias audit was frozen and signed',
  payload: audit.extend({
    is_public: z.boolean(),
    content_sha256: z.string().describe('Of the signed document'),
  }),
})
export const thresholdBreached = defineEvent({
  type: 'bias_threshold.breached',
  resource: 'bias_breach',
  description: 'The impact ratio of a group is below four-fifths, and hardly by chance; told once a breach',
  payload: z.object({
    metric: z.enum(AUDIT_METRICS),
    scoring_version: z.string().nullable(),
    group: z.string().describe('Table and group, such as `sex:female`'),
    impact_ratio: z.number(),
    p_value: z.number().describe('Of Fisher’s exact test against the group of the highest rate'),
    audit_id: z.uuid().nullable().describe('Null where the daily check found it'),
  }),
})
export const counterfactualTested = defineEvent({
  type: 'counterfactual_test.completed',
  resource: 'counterfactual_test',
  description: 'A way to score was tested with resumes that differ in who somebody is',
  payload: z.object({ passed: z.boolean(), scoring_version: z.string() }),
})

export const fairnessEvents = [auditCreated, auditFinalized, thresholdBreached, counterfactualTested]
