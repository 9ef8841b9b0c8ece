import { createHash } from 'node:crypto'
import type { TenantTx } from '#src/db/tx.ts'
import { canonicalJson } from '#src/lib/canonical-json.ts'
import { newId } from '#src/lib/ids.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import { type AuditResult, type AuditScope, breachesOf, type Metric } from './audit-result.ts'
import { closeOthers, insertBreach } from './breaches.repo.ts'
import { thresholdBreached } from './fairness.events.ts'

interface Audited {
  metric: Metric
  scope: AuditScope
  result: AuditResult
  auditId: string | null
}

/** Emits an event for each breach that was not there the last time the same applications were looked at. */
export async function tellBreaches(
  ctx: EmitContext,
  tx: TenantTx,
  { metric, scope, result, auditId }: Audited,
): Promise<void> {
  const prefix = `${rangeOf(scope)}|`
  const version = scope.scoring_version ?? ''
  const found = breachesOf(result)
  for (const { key, impact_ratio, p_value } of found) {
    const id = newId()
    if (!(await insertBreach(tx, { id, metric, version, category: prefix + key }))) continue
    emit(tx, ctx, thresholdBreached, id, {
      metric,
      scoring_version: scope.scoring_version,
      group: key,
      impact_ratio: impact_ratio ?? 0,
      p_value: p_value ?? 0,
      audit_id: auditId,
    })
  }
  closeOthers(tx, { metric, version, prefix, categories: found.map(({ key }) => prefix + key) })
}

/** The same for the same jobs, whatever the dates: a breach goes on from one range to the next. */
function rangeOf({ department, job_ids }: AuditScope): string {
  if (department === null && job_ids === null) return 'all'
  const jobs = canonicalJson({ department, jobs: job_ids?.toSorted() ?? null })
  return createHash('sha256').update(jobs).digest('hex').slice(0, 16)
}
