import { readTenant, withTenant } from '#src/db/tenant.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { type AuditScope, auditResult, type Metric, versionOf } from './audit-result.ts'
import { noteAccess } from './eeo-accesses.ts'
import { readSample } from './sample.read.ts'
import { tellBreaches } from './tell-breaches.ts'

const YEAR_MS = 365 * 24 * 60 * 60_000
const METRICS: readonly Metric[] = ['selection', 'scoring']

/** Looks at the applications of the last year as an audit would, and tells of breaches that are new. */
export async function watchImpact(ctx: TaskContext): Promise<void> {
  const now = ctx.clock.now()
  const range = { from: isoTime(new Date(now.getTime() - YEAR_MS)), to: isoTime(now) }
  for (const metric of METRICS) {
    const scope: AuditScope = {
      ...range,
      scoring_version: versionOf(metric, undefined),
      department: null,
      job_ids: null,
      exclude_small: false,
      source: null,
    }
    const sample = await readTenant(ctx, (tx) => readSample(tx, scope))
    // Where nobody said anything of themselves there is nothing to find.
    if (!sample.some(({ sex, race_ethnicity }) => sex !== null || race_ethnicity !== null)) continue
    const result = auditResult(metric, sample, false)
    await withTenant(ctx, (tx) => {
      noteAccess(tx, ctx, 'compute', null)
      return tellBreaches(ctx, tx, { metric, scope, result, auditId: null })
    })
  }
}
