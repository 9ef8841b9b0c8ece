import type { z } from 'zod'
import { JOB_STATUSES, STAGE_TYPES } from '#src/db/schema/jobs.ts'
import { readTenant, readTenantOnce } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import { countParsesToReview } from '#src/modules/resumes/index.ts'
import * as read from './reports.read.ts'
import type { dashboardSchema } from './reports.schemas.ts'

type Asked = Omit<read.ReportScope, 'person'>

const DAY_MS = 86_400_000

export const readDashboard = (ctx: RequestContext): Promise<z.input<typeof dashboardSchema>> =>
  readTenant(ctx, async (tx) => {
    const daysAgo = (days: number) => new Date(tx.now.getTime() - days * DAY_MS)
    const counts = await read.readDashboard(tx, scopeOf(ctx), { week: daysAgo(7), month: daysAgo(30) })
    const rows = (measure: string, key: string) =>
      counts.find((one) => one.measure === measure && one.key === key)?.rows ?? 0
    const of = <K extends string>(measure: string, keys: readonly K[]) =>
      Object.fromEntries(keys.map((key) => [key, rows(measure, key)])) as Record<K, number>
    const byStageType = of('active', STAGE_TYPES)
    return {
      jobs: of('jobs', JOB_STATUSES),
      candidates: of('candidates', ['total', 'active']),
      applications: {
        active: Object.values(byStageType).reduce((sum, one) => sum + one, 0),
        active_by_stage_type: byStageType,
        ...of('applications', ['new_last_7_days', 'new_last_30_days', 'hired_last_30_days']),
      },
      resumes: { needs_review: await countParsesToReview(ctx, tx) },
      as_of: isoTime(tx.now),
    }
  })

/** Stage types that nothing came into are left out. */
export const readFunnel = (ctx: RequestContext, asked: Asked) =>
  readTenantOnce(ctx, async (tx) => byStage(await read.readFunnel(tx, scopeOf(ctx, asked))))

export const readTimeInStage = (ctx: RequestContext, asked: Asked) =>
  readTenantOnce(ctx, async (tx) => byStage(await read.readTimeInStage(tx, scopeOf(ctx, asked))))

const byStage = <Row extends { stage_type: read.StageType }>(rows: Row[]) => ({
  data: rows.toSorted((a, b) => STAGE_TYPES.indexOf(a.stage_type) - STAGE_TYPES.indexOf(b.stage_type)),
})

export const readTimeToFill = (ctx: RequestContext, asked: Asked) =>
  readTenantOnce(ctx, async (tx) => {
    const rows = await read.readTimeToFill(tx, scopeOf(ctx, asked))
    const [all = { hires: 0, median_to_fill_seconds: null, median_to_hire_seconds: null }] = rows
    return { ...all, data: rows.flatMap(({ job_id, ...row }) => (job_id ? [{ job_id, ...row }] : [])) }
  })

export const readSources = (ctx: RequestContext, asked: Asked) =>
  readTenantOnce(ctx, async (tx) => ({ data: await read.readSources(tx, scopeOf(ctx, asked)) }))

const scopeOf = ({ reach, principal }: RequestContext, asked: Asked = {}): read.ReportScope => ({
  ...asked,
  person: reach === 'own' ? principal.userId : undefined,
})
