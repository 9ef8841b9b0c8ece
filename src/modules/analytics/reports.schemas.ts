import { z } from 'zod'
import { JOB_STATUSES, STAGE_TYPES } from '#src/db/schema/jobs.ts'
import { filterBy } from '#src/http/list.ts'
import { idSchema, timeSchema } from '#src/http/schemas.ts'

/** `filter[job_id]`, and a range over `field`. */
const reportQuery = (field: string) =>
  z
    .strictObject({
      'filter[job_id]': filterBy.id().value.optional(),
      [`filter[${field}][gte]`]: filterBy.time().value.optional(),
      [`filter[${field}][lt]`]: filterBy.time().value.optional(),
    })
    .transform((query: Record<string, unknown>) => {
      const given = (name: string) => query[name] as string | undefined
      return {
        jobId: given('filter[job_id]'),
        from: given(`filter[${field}][gte]`),
        to: given(`filter[${field}][lt]`),
      }
    })

export const funnelQuery = reportQuery('entered_at')
export const timeInStageQuery = reportQuery('entered_at')
export const timeToFillQuery = reportQuery('hired_at')
export const sourcesQuery = reportQuery('applied_at')

const rows = z.int().min(0)
const duration = z.int().nullable()
const stage_type = z.enum(STAGE_TYPES)

export const dashboardSchema = z
  .object({
    jobs: z.record(z.enum(JOB_STATUSES), rows).describe('By status'),
    candidates: z.object({
      total: rows,
      active: rows.describe('With an active application'),
    }),
    applications: z.object({
      active: rows,
      active_by_stage_type: z.record(stage_type, rows),
      new_last_7_days: rows,
      new_last_30_days: rows,
      hired_last_30_days: rows,
    }),
    resumes: z.object({ needs_review: rows.describe('Parses that wait for a person') }),
    as_of: timeSchema,
  })
  .meta({ id: 'Dashboard' })

export const funnelSchema = z
  .object({
    data: z.array(
      z
        .object({
          stage_type,
          entered: rows.describe('Applications that came into it; the next five add up to these'),
          active: rows.describe('Still there'),
          passed_on: rows.describe('Went to a stage of another type'),
          rejected: rows.describe('Rejected there'),
          withdrawn: rows.describe('Withdrawn there'),
          transferred: rows.describe('Now applications to another job'),
          median_seconds: duration.describe(
            'Time there, of those who are no longer; null where all still are',
          ),
        })
        .meta({ id: 'FunnelStage' }),
    ),
  })
  .meta({ id: 'Funnel' })

export const timeInStageSchema = z
  .object({
    data: z.array(
      z
        .object({
          stage_type,
          left: rows.describe('Applications that came into it and are no longer there'),
          median_seconds: duration,
          p90_seconds: duration.describe('Nine of ten took no longer'),
        })
        .meta({ id: 'StageTime' }),
    ),
  })
  .meta({ id: 'TimeInStage' })

const fillTimes = {
  hires: rows,
  median_to_fill_seconds: duration.describe('From opening the job to the hire'),
  median_to_hire_seconds: duration.describe('From the application to the hire'),
}

export const timeToFillSchema = z
  .object({
    ...fillTimes,
    data: z.array(z.object({ job_id: idSchema, ...fillTimes }).meta({ id: 'JobFillTime' })),
  })
  .meta({ id: 'TimeToFill' })

export const sourcesSchema = z
  .object({
    data: z.array(
      z
        .object({
          source: z.string().nullable(),
          applications: rows,
          active: rows,
          hired: rows,
          rejected: rows,
          withdrawn: rows,
        })
        .meta({ id: 'SourceCounts' }),
    ),
  })
  .meta({ id: 'Sources' })
