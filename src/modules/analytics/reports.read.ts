import { type SQL, sql } from 'drizzle-orm'
import type { SelectedFields } from 'drizzle-orm/pg-core'
import type { Stage } from '#src/db/schema/jobs.ts'
import { preparedByShape, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

/** Which rows a report is over. */
export interface ReportScope {
  /** Only applications to jobs that name them. */
  person?: string | undefined
  jobId?: string | undefined
  from?: string | undefined
  /** Exclusive. */
  to?: string | undefined
}

/** By what a report is narrowed: each way has a text of its own, which finds its index. */
interface Narrowing {
  person: boolean
  jobId: boolean
}

/** A report in one statement: the columns of what `textOf` selects. */
function defineReport<Row>(columns: SelectedFields, textOf: (narrowing: Narrowing) => SQL) {
  const statementFor = preparedByShape<Narrowing, Row>(
    (narrowing) => query.select(columns).from(sql`(${textOf(narrowing)}) as report`) as never,
  )
  return (tx: TenantTx, { person, jobId, from, to }: ReportScope, more: Record<string, unknown> = {}) => {
    const statement = statementFor({ person: person !== undefined, jobId: jobId !== undefined })
    return tx.all(statement, { ...more, person, jobId, from: from ?? '-infinity', to: to ?? 'infinity' })
  }
}

const tenantId = sql`${sql.placeholder('tenantId')}::uuid`
const time = (name: string) => sql`${sql.placeholder(name)}::timestamptz`
const since = (column: string, name: string) => sql`${sql.raw(column)} >= ${time(name)}`
const inRange = (column: string) => sql`${since(column, 'from')} and ${sql.raw(column)} < ${time('to')}`

const named = (job: string) =>
  sql`${sql.placeholder('person')}::uuid in (${sql.raw(job)}.recruiter_id, ${sql.raw(job)}.hiring_manager_id)`

const ofJob = (column: string, { jobId }: Narrowing) =>
  jobId ? sql`and ${sql.raw(column)} = ${sql.placeholder('jobId')}::uuid` : sql``

/** Row security hides candidates, and the join carries that over to what hangs off them. */
const candidatesOfA = sql`join candidates c
  on c.tenant_id = a.tenant_id and c.id = a.candidate_id and c.deleted_at is null`

const namedByJob = sql`and exists (
  select 1 from jobs j where j.tenant_id = a.tenant_id and j.id = a.job_id and j.deleted_at is null and ${named('j')})`

/** That an application is among those of the person. */
const theirs = ({ person }: Narrowing) => (person ? namedByJob : sql``)

/** The applications that their list shows, as `a`. */
const shown = (narrowing: Narrowing) => sql`from applications a ${candidatesOfA}
  where a.tenant_id = ${tenantId} and a.deleted_at is null ${theirs(narrowing)} ${ofJob('a.job_id', narrowing)}`

const text = (column: string) => sql<string>`${sql.raw(column)}`.as(column)
const count = (column: string) => sql<number>`${sql.raw(column)}`.mapWith(Number).as(column)
const seconds = (column: string) => sql<number | null>`${sql.raw(column)}`.mapWith(rounded).as(column)
const rounded = (value: string) => Math.round(Number(value))

export interface DashboardCount {
  /** What was counted. */
  measure: string
  /** Its state, type or period. */
  key: string
  rows: number
}

/** Also takes `week` and `month`, the times since when things count as new. */
export const readDashboard = defineReport<DashboardCount>(
  { measure: text('measure'), key: text('key'), rows: count('rows') },
  (narrowing) => {
    const { person } = narrowing
    const applications = (key: string, where: SQL) =>
      sql`select 'applications', ${sql.raw(`'${key}'`)}, count(*) ${shown(narrowing)} and ${where}`
    return sql`
      select 'jobs' as measure, j.status as key, count(*) as rows from jobs j
        where j.tenant_id = ${tenantId} and j.deleted_at is null ${person ? sql`and ${named('j')}` : sql``}
        group by j.status
      union all select 'candidates', 'total', count(*) from candidates c
        where c.tenant_id = ${tenantId} and c.deleted_at is null ${person ? appliedToNamed : sql``}
      union all select 'candidates', 'active', count(distinct a.candidate_id) ${shown(narrowing)} and a.status = 'active'
      union all select 'active', a.stage_type, count(*) ${shown(narrowing)} and a.status = 'active' group by a.stage_type
      union all ${applications('new_last_7_days', since('a.applied_at', 'week'))}
      union all ${applications('new_last_30_days', since('a.applied_at', 'month'))}
      union all ${applications('hired_last_30_days', sql`a.status = 'hired' and ${since('a.hired_at', 'month')}`)}`
  },
)

const appliedToNamed = sql`and exists (
  select 1 from applications a join jobs j on j.tenant_id = a.tenant_id and j.id = a.job_id
  where a.tenant_id = c.tenant_id and a.candidate_id = c.id and a.deleted_at is null and j.deleted_at is null
    and ${named('j')})`

// Hiring may leave an application in the stage it was in: whoever is hired counts as in a stage of type hired.
const placeNow = sql`case when a.status = 'hired' then 'hired' else a.stage_type end`
// What lasts is where the application is now, also where the type of its stage was changed meanwhile.
const placeThen = sql`case
  when h.to_status = 'hired' then 'hired' when h.left_at is null then a.stage_type else h.to_stage ->> 'type' end`

/** One row for each application, job and stage type it came into within the range, and what became of it there. */
const stays = (narrowing: Narrowing) => sql`
  select ${placeThen} as stage_type,
    case
      when a.job_id <> h.job_id then 'transferred'
      when ${placeNow} <> ${placeThen} then 'passed_on'
      when a.status = 'hired' then 'active' else a.status
    end as outcome,
    case when count(*) = count(h.left_at) then extract(epoch from sum(h.left_at - h.entered_at)) end as seconds
  from application_stage_history h
  join applications a on a.tenant_id = h.tenant_id and a.id = h.application_id and a.deleted_at is null
  ${candidatesOfA}
  where h.tenant_id = ${tenantId} and h.to_status in ('active', 'hired')
    and ${inRange('h.entered_at')} ${theirs(narrowing)} ${ofJob('h.job_id', narrowing)}
  group by h.application_id, h.job_id, a.job_id, 1, 2`

const median = (of: string) => quantile(0.5, of)
const quantile = (part: number, of: string) =>
  sql.raw(`percentile_cont(${part}) within group (order by ${of})`)

export type StageType = Stage['type']

export interface FunnelRow {
  stage_type: StageType
  entered: number
  active: number
  passed_on: number
  rejected: number
  withdrawn: number
  transferred: number
  median_seconds: number | null
}

const OUTCOMES = ['active', 'passed_on', 'rejected', 'withdrawn', 'transferred'] as const

export const readFunnel = defineReport<FunnelRow>(
  {
    stage_type: text('stage_type'),
    entered: count('entered'),
    ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count(outcome)])),
    median_seconds: seconds('median_seconds'),
  },
  (narrowing) => sql`
    select stage_type, count(*) as entered,
      ${sql.raw(OUTCOMES.map((one) => `count(*) filter (where outcome = '${one}') as ${one}`).join(', '))},
      ${median('seconds')} as median_seconds
    from (${stays(narrowing)}) stays group by stage_type`,
)

export interface TimeInStageRow {
  stage_type: StageType
  left: number
  median_seconds: number | null
  p90_seconds: number | null
}

export const readTimeInStage = defineReport<TimeInStageRow>(
  {
    stage_type: text('stage_type'),
    left: count('left_it'),
    median_seconds: seconds('median_seconds'),
    p90_seconds: seconds('p90_seconds'),
  },
  (narrowing) => sql`
    select stage_type, count(seconds) as left_it, ${median('seconds')} as median_seconds,
      ${quantile(0.9, 'seconds')} as p90_seconds
    from (${stays(narrowing)}) stays group by stage_type having count(seconds) > 0`,
)

export interface TimeToFillRow {
  /** Null for the row over all jobs, which comes first. */
  job_id: string | null
  hires: number
  median_to_fill_seconds: number | null
  median_to_hire_seconds: number | null
}

/** Those with the most hires. */
const MOST_ROWS = 100

export const readTimeToFill = defineReport<TimeToFillRow>(
  {
    job_id: text('job_id'),
    hires: count('hires'),
    median_to_fill_seconds: seconds('median_to_fill_seconds'),
    median_to_hire_seconds: seconds('median_to_hire_seconds'),
  },
  (narrowing) => sql`
    select job_id, count(*) as hires,
      ${median('to_fill')} as median_to_fill_seconds, ${median('to_hire')} as median_to_hire_seconds
    from (
      select a.job_id, extract(epoch from a.hired_at - a.applied_at) as to_hire,
        (select case when a.hired_at >= j.opened_at then extract(epoch from a.hired_at - j.opened_at) end
         from jobs j where j.tenant_id = a.tenant_id and j.id = a.job_id) as to_fill
      ${shown(narrowing)} and a.status = 'hired' and ${inRange('a.hired_at')}
    ) hires
    group by grouping sets ((job_id), ()) having count(*) > 0
    order by job_id is not null, count(*) desc, job_id limit ${sql.raw(String(MOST_ROWS + 1))}`,
)

export interface SourceRow {
  source: string | null
  applications: number
  active: number
  hired: number
  rejected: number
  withdrawn: number
}

const STATUSES = ['active', 'hired', 'rejected', 'withdrawn'] as const

export const readSources = defineReport<SourceRow>(
  {
    source: text('source'),
    applications: count('applications'),
    ...Object.fromEntries(STATUSES.map((status) => [status, count(status)])),
  },
  (narrowing) => sql`
    select a.source, count(*) as applications,
      ${sql.raw(STATUSES.map((one) => `count(*) filter (where a.status = '${one}') as ${one}`).join(', '))}
    ${shown(narrowing)} and ${inRange('a.applied_at')}
    group by a.source order by count(*) desc, a.source limit ${sql.raw(String(MOST_ROWS))}`,
)
