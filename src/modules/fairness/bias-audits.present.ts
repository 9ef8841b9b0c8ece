import type { z } from 'zod'
import { isoTime } from '#src/lib/iso-time.ts'
import { withoutSmallGroups } from './audit-result.ts'
import type { AuditRow } from './bias-audits.repo.ts'
import type { auditSchema } from './bias-audits.schemas.ts'
import { isSigned } from './sign-document.ts'

type Audit = z.input<typeof auditSchema>

const FINALIZE = 'finalize' as const

export const presentAuditSummary = (row: AuditRow) => ({
  id: row.id,
  metric: row.metric,
  ...row.scope,
  status: row.status,
  is_public: row.isPublic,
  allowed_actions: row.status === 'draft' ? [FINALIZE] : [],
  created_by: row.createdBy,
  finalized_by: row.finalizedBy,
  finalized_at: row.finalizedAt && isoTime(row.finalizedAt),
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})

/** Exact where it is final, as the law asks; without small groups before. */
export const presentAudit = (row: AuditRow): Audit => ({
  ...presentAuditSummary(row),
  ...(row.status === 'finalized' ? exact(row.result) : withoutSmallGroups(row.result)),
  document: row.document,
  signature: row.signature,
  signature_valid: row.document && row.signature ? isSigned(row.document, row.signature) : null,
})

const shown = (rows: AuditRow['result']['sex']) => rows.map((row) => ({ ...row, suppressed: false }))

export const exact = (result: AuditRow['result']) => ({
  ...result,
  sex: shown(result.sex),
  race_ethnicity: shown(result.race_ethnicity),
  intersectional: shown(result.intersectional),
})
