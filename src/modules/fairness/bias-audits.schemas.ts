import { z } from 'zod'
import { AUDIT_METRICS, AUDIT_STATUSES } from '#src/db/schema/fairness.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, textSchema, timeSchema } from '#src/http/schemas.ts'

const MOST_JOBS = 100
const metric = z
  .enum(AUDIT_METRICS)
  .describe('`selection`: who was moved forward; `scoring`: who scored above the median of the full sample')

export const auditParams = z.object({ id: idSchema })

export const auditBody = z
  .strictObject({
    metric,
    scoring_version: lineSchema(100)
      .optional()
      .describe('Of scoring, the version now in use unless told; of selection, all applicants unless told'),
    from: timeSchema.describe('Applied at or after'),
    to: timeSchema.describe('Applied before'),
    department: lineSchema(200).optional(),
    job_ids: z.array(idSchema).min(1).max(MOST_JOBS).optional(),
    exclude_small: z
      .boolean()
      .default(false)
      .describe('No ratios for groups below 2 % of the data, which 6 RCNY 5-301(d) allows with a reason'),
    source: textSchema(2000).optional().describe('Source and explanation of the data, for the summary'),
  })
  .meta({ id: 'BiasAuditCreate' })

export const finalizeBody = z
  .strictObject({
    publish: z.boolean().default(true).describe('Whether the public summary shows it'),
    distribution_date: z.iso
      .date()
      .optional()
      .describe('When use of the tool began, as the summary has to say'),
    exclusion_justification: textSchema(2000).optional().describe('Needed where groups are excluded'),
  })
  .meta({ id: 'BiasAuditFinalize' })

const count = z.int().min(0).nullable()

const rowSchema = z
  .object({
    category: z.array(z.string()).describe('One word, or race and sex'),
    applicants: count,
    favoured: count.describe('Selected, or above the median'),
    rate: z.number().nullable(),
    impact_ratio: z.number().nullable().describe('Rate over the highest rate of the table'),
    below_four_fifths: z.boolean().nullable(),
    p_value: z
      .number()
      .nullable()
      .describe('Fisher’s exact test against the group of the highest rate, two-sided'),
    standard_deviations: z.number().nullable().describe('By how many the two rates differ'),
    significant: z.boolean().nullable().describe('Below four-fifths with a p-value below .05'),
    excluded: z.boolean().describe('Below 2 % of the data, without a ratio'),
    suppressed: z.boolean().describe('Too few to be shown in a draft, or told by what is'),
  })
  .meta({ id: 'ImpactRow' })

const scopeShape = {
  metric,
  scoring_version: z.string().nullable(),
  from: timeSchema,
  to: timeSchema,
  department: z.string().nullable(),
  job_ids: z.array(idSchema).nullable(),
  exclude_small: z.boolean(),
  source: z.string().nullable(),
}

const resultShape = {
  sex: z.array(rowSchema),
  race_ethnicity: z.array(rowSchema),
  intersectional: z.array(rowSchema),
  assessed: count,
  unknown: count.describe('Of unknown sex or race, outside of the intersectional table'),
  median_score: z.number().nullable().describe('Of the full sample; null for selection'),
}

const signatureSchema = z
  .object({
    algorithm: z.literal('ES256'),
    key_id: z.string(),
    public_key: z.string().describe('PEM'),
    content_sha256: z.string(),
    value: z.string().describe('base64url, over a fixed first line and the document'),
  })
  .meta({ id: 'BiasAuditSignature' })

const summaryShape = {
  id: idSchema,
  ...scopeShape,
  status: z.enum(AUDIT_STATUSES),
  is_public: z.boolean(),
  allowed_actions: z.array(z.enum(['finalize'])),
  created_by: idSchema.nullable(),
  finalized_by: idSchema.nullable(),
  finalized_at: timeSchema.nullable(),
  version: z.int(),
  created_at: timeSchema,
  updated_at: timeSchema,
}

const auditSummarySchema = z.object(summaryShape).meta({ id: 'BiasAuditSummary' })
export const auditSchema = z
  .object({
    ...summaryShape,
    ...resultShape,
    document: z.string().nullable().describe('What was signed'),
    signature: signatureSchema.nullable(),
    signature_valid: z.boolean().nullable().describe('Whether the document is the one that was signed'),
  })
  .meta({ id: 'BiasAudit' })

export const auditPage = pageSchema(auditSummarySchema, 'BiasAuditPage')
export const auditListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: {
    metric: filterBy.words(AUDIT_METRICS),
    status: filterBy.words(AUDIT_STATUSES),
    created_at: filterBy.time(),
  },
  item: auditSummarySchema,
})

/** Also what is signed: its members are those of the document. */
export const publicSummarySchema = z
  .object({
    audit_id: idSchema,
    employer: z.string(),
    audited_at: timeSchema,
    distribution_date: z.string().nullable(),
    exclusion_justification: z.string().nullable(),
    metric,
    scoring_version: z.string().nullable(),
    from: timeSchema,
    to: timeSchema,
    source: z.string().nullable(),
    ...resultShape,
    signature: signatureSchema.optional(),
  })
  .meta({ id: 'AiAuditSummary' })

export const publicParams = z.object({ tenant: z.string().max(63) })
