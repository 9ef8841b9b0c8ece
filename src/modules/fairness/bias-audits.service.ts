import type { z } from 'zod'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { canonicalJson } from '#src/lib/canonical-json.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { tenantOf } from '#src/modules/tenants/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { type AuditScope, auditResult, knownIn, TABLES, versionOf } from './audit-result.ts'
import { exact, presentAudit, presentAuditSummary } from './bias-audits.present.ts'
import * as repo from './bias-audits.repo.ts'
import type { auditBody, finalizeBody, publicSummarySchema } from './bias-audits.schemas.ts'
import { noteAccess } from './eeo-accesses.ts'
import { auditErrors } from './fairness.errors.ts'
import { auditCreated, auditFinalized } from './fairness.events.ts'
import { countJobs, readSample } from './sample.read.ts'
import { signDocument } from './sign-document.ts'
import { tellBreaches } from './tell-breaches.ts'

/** Below this no rate means anything, and a final audit would be a way around the suppression of drafts. */
const FEWEST_KNOWN = 30

export const listAudits = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listAudits(tx, request), presentAuditSummary))

export const readAudit = (ctx: RequestContext, id: string) =>
  withTenant(ctx, async (tx) => {
    const row = found(await repo.findAudit(tx, id))
    noteAccess(tx, ctx, 'read', id)
    return presentAudit(row)
  })

/** Computes the tables of an audit; what they find too low is told of at once. */
export async function createAudit(ctx: RequestContext, input: z.output<typeof auditBody>) {
  const scope = scopeOf(input)
  const sample = await readTenant(ctx, async (tx) => {
    const jobs = scope.job_ids
    if (jobs && (await countJobs(tx, jobs)) < new Set(jobs).size) throw unknownJob()
    return readSample(tx, scope)
  })
  const result = auditResult(input.metric, sample, scope.exclude_small)
  return withTenant(ctx, async (tx) => {
    const row: repo.AuditRow = {
      ...{
        id: newId(),
        metric: input.metric,
        status: 'draft',
        scope,
        result,
        document: null,
        signature: null,
      },
      isPublic: false,
      createdBy: ctx.principal.userId,
      finalizedBy: null,
      finalizedAt: null,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    repo.insertAudit(tx, row)
    noteAccess(tx, ctx, 'compute', row.id)
    emit(tx, ctx, auditCreated, row.id, payloadOf(row))
    await tellBreaches(ctx, tx, { metric: row.metric, scope, result, auditId: row.id })
    return presentAudit(row)
  })
}

function scopeOf(input: z.output<typeof auditBody>): AuditScope {
  const { metric, from, to, department = null, job_ids = null, exclude_small, source = null } = input
  if (to <= from) {
    const errors = [{ pointer: '/to', code: 'invalid', message: 'comes after `from`' }]
    throw new AppError(auditErrors.empty_range, { errors })
  }
  const scoring_version = versionOf(metric, input.scoring_version)
  return { scoring_version, from, to, department, job_ids, exclude_small, source }
}

const unknownJob = () =>
  new AppError(auditErrors.unknown_job, {
    errors: [{ pointer: '/job_ids', code: 'unknown', message: 'names a job that is not there' }],
  })

/** Freezes and signs an audit, for good. @throws AppError 404, 409, 422 */
export async function finalizeAudit(ctx: RequestContext, id: string, input: z.output<typeof finalizeBody>) {
  const employer = (await tenantOf(ctx.app, ctx.tenantId))?.name ?? ''
  return withTenant(ctx, async (tx) => {
    const draft = found(await repo.findAudit(tx, id))
    assertFinal(draft, input)
    const document = canonicalJson(summaryOf(draft, input, employer, tx.now))
    const signature = signDocument(document, ctx.app.config.signingKeys)
    const row: repo.AuditRow = {
      ...draft,
      status: 'finalized',
      document,
      signature,
      isPublic: input.publish,
      finalizedBy: ctx.principal.userId,
      finalizedAt: tx.now,
      updatedAt: tx.now,
      version: draft.version + 1,
    }
    if (!(await repo.finalizeAudit(tx, row))) throw noDraft()
    noteAccess(tx, ctx, 'finalize', id)
    const { content_sha256 } = signature
    emit(tx, ctx, auditFinalized, id, { ...payloadOf(row), is_public: input.publish, content_sha256 })
    return presentAudit(row)
  })
}

function assertFinal({ status, result }: repo.AuditRow, input: z.output<typeof finalizeBody>): void {
  if (status !== 'draft') throw noDraft()
  if (knownIn(result) < FEWEST_KNOWN)
    throw new AppError(auditErrors.too_few, { members: { fewest: FEWEST_KNOWN } })
  const excludes = TABLES.some((table) => result[table].some((row) => row.excluded))
  if (!excludes || input.exclusion_justification !== undefined) return
  const errors = [{ pointer: '/exclusion_justification', code: 'required', message: 'groups are excluded' }]
  throw new AppError(auditErrors.justification_missing, { errors })
}

const noDraft = () =>
  new AppError(auditErrors.invalid_transition, {
    members: {
      current_state: 'finalized',
      attempted: 'finalize',
      allowed: [],
      reasons: { finalize: 'what is signed does not change' },
    },
  })

function summaryOf(
  { id, metric, scope, result }: repo.AuditRow,
  { distribution_date, exclusion_justification }: z.output<typeof finalizeBody>,
  employer: string,
  now: Date,
): z.input<typeof publicSummarySchema> {
  const { scoring_version, from, to, source } = scope
  return {
    audit_id: id,
    employer,
    audited_at: isoTime(now),
    distribution_date: distribution_date ?? null,
    exclusion_justification: exclusion_justification ?? null,
    metric,
    scoring_version,
    from,
    to,
    source,
    ...exact(result),
  }
}

const payloadOf = ({ metric, scope, version }: repo.AuditRow) => ({
  metric,
  scoring_version: scope.scoring_version,
  version,
})

function found(row: repo.AuditRow | undefined): repo.AuditRow {
  if (!row) throw new AppError(auditErrors.not_found)
  return row
}
