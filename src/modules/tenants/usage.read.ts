import { and, count, eq, gte, isNull, sql } from 'drizzle-orm'
import { candidates } from '#src/db/schema/candidates.ts'
import { attachments } from '#src/db/schema/files.ts'
import { memberships } from '#src/db/schema/identity.ts'
import { jobs } from '#src/db/schema/jobs.ts'
import { resumes } from '#src/db/schema/resumes.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { Quota } from './plans.ts'

// Each of these is answered from an index alone.

const tenantId = sql.placeholder('tenantId')

const members = prepared<{ used: number }>(
  query
    .select({ used: count() })
    .from(memberships)
    .where(and(eq(memberships.tenantId, tenantId), eq(memberships.status, 'active'))),
)

const liveCandidates = prepared<{ used: number }>(
  query
    .select({ used: count() })
    .from(candidates)
    .where(and(eq(candidates.tenantId, tenantId), isNull(candidates.deletedAt))),
)

const resumesSince = prepared<{ used: number }>(
  query
    .select({ used: count() })
    .from(resumes)
    .where(and(eq(resumes.tenantId, tenantId), gte(resumes.createdAt, sql.placeholder('since')))),
)

const STATEMENTS = { members, candidates: liveCandidates, resumes_this_month: resumesSince }

export const countUsed = async (tx: TenantTx, quota: Quota, now: Date): Promise<number> =>
  (await tx.first(STATEMENTS[quota], { since: monthOf(now) }))?.used ?? 0

const openJobs = prepared<{ used: number }>(
  query
    .select({ used: count() })
    .from(jobs)
    .where(and(eq(jobs.tenantId, tenantId), eq(jobs.status, 'open'), isNull(jobs.deletedAt))),
)

export const countOpenJobs = async (tx: TenantTx): Promise<number> => (await tx.first(openJobs))?.used ?? 0

const bytesOf = (table: typeof resumes | typeof attachments) =>
  prepared<{ used: number }>(
    query
      .select({ used: sql`coalesce(sum(${table.sizeBytes}), 0)`.mapWith(Number) })
      .from(table as typeof resumes)
      .where(eq(table.tenantId, tenantId)),
  )

const FILES = [bytesOf(resumes), bytesOf(attachments)]

export async function sumStoredBytes(tx: TenantTx): Promise<number> {
  let sum = 0
  for (const bytes of FILES) sum += (await tx.first(bytes))?.used ?? 0
  return sum
}

/** Months are those of UTC. */
const monthOf = (now: Date) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()))
