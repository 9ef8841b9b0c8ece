import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate, readMigrations } from '#src/db/migrations.ts'
import { newId } from '#src/lib/ids.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'

// The migration that gave jobs pipelines of their own, over rows of two tenants that were written before it.

const migrations = await readMigrations()
const place = migrations.findIndex(({ name }) => name === 'copy_pipelines_to_jobs')

const APPLIED = '2026-01-02T03:04:05.678Z'
const REJECTED = '2026-02-02T03:04:05.678Z'

let database: FreshDatabase
let client: pg.ClientBase

beforeAll(async () => {
  database = await freshDatabase()
  client = await database.connect()
  await migrate(client, migrations.slice(0, place))
})

afterAll(() => database.close())

const rows = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await client.query(text, values)).rows

/** Two jobs that share a pipeline of two stages, with an active application to each and a rejected one. */
async function fill(tenant: string) {
  const [pipeline, candidate] = [newId(), newId()]
  const [stages, jobs] = [
    [newId(), newId()],
    [newId(), newId()],
  ]
  const add = (table: string, fields: Record<string, unknown>) => {
    const all = { tenant_id: tenant, ...fields }
    const places = Object.keys(all).map((_, i) => `$${i + 1}`)
    return rows(
      `insert into ${table} (${Object.keys(all).join(', ')}) values (${places.join(', ')})`,
      Object.values(all),
    )
  }
  const times = { created_at: APPLIED, updated_at: APPLIED }
  await add('pipelines', { id: pipeline, name: 'Default', is_default: true, created_at: APPLIED })
  for (const [position, id] of stages.entries()) {
    const type = position === 0 ? 'applied' : 'interview'
    await add('pipeline_stages', { id, pipeline_id: pipeline, name: `S${position}`, type, position })
  }
  for (const id of jobs)
    await add('jobs', { id, title: 'A', description: 'B', pipeline_id: pipeline, ...times })
  await add('candidates', { id: candidate, ...times })
  const common = { candidate_id: candidate, snapshot: '{"links": []}', applied_at: APPLIED, ...times }
  const [active, moved, rejected] = [newId(), newId(), newId()]
  await add('applications', { ...common, id: active, job_id: jobs[0], stage_id: stages[0] })
  await add('applications', { ...common, id: moved, job_id: jobs[1], stage_id: stages[1] })
  const ended = { status: 'rejected', updated_at: REJECTED }
  await add('applications', { ...common, ...ended, id: rejected, job_id: jobs[0], stage_id: stages[0] })
  return { tenant, pipeline, jobs, active, moved, rejected }
}

test('each job has a copy, its applications stand in it, and their history begins', async () => {
  const worlds = [await fill(newId()), await fill(newId())]
  await migrate(client, migrations)

  for (const { tenant, pipeline, jobs, active, moved, rejected } of worlds) {
    const own = await rows(
      `select j.id, j.pipeline_id, p.is_template, array_agg(s.name order by s.position) as stages
       from jobs j join pipelines p on p.id = j.pipeline_id join pipeline_stages s on s.pipeline_id = p.id
       where j.tenant_id = $1 and p.tenant_id = $1 group by 1, 2, 3 order by j.id`,
      [tenant],
    )
    expect(own.map(({ id, is_template, stages }) => [id, is_template, stages])).toEqual(
      jobs.map((id) => [id, false, ['S0', 'S1']]),
    )
    expect(new Set([pipeline, ...own.map(({ pipeline_id }) => pipeline_id)]).size).toBe(3)
    const templates = await rows('select id from pipelines where tenant_id = $1 and is_template', [tenant])
    expect(templates).toEqual([{ id: pipeline }])

    const placed = await rows(
      `select a.id, s.name, a.stage_type = s.type as agrees, s.pipeline_id = j.pipeline_id as own
       from applications a join jobs j on j.id = a.job_id join pipeline_stages s on s.id = a.stage_id
       where a.tenant_id = $1 order by a.id`,
      [tenant],
    )
    expect(placed).toEqual([
      { id: active, name: 'S0', agrees: true, own: true },
      { id: moved, name: 'S1', agrees: true, own: true },
      { id: rejected, name: 'S0', agrees: true, own: true },
    ])

    const entries = await rows(
      `select application_id as id, action, to_status, entered_at, left_at from application_stage_history
       where tenant_id = $1 order by application_id, entered_at`,
      [tenant],
    )
    const [applied, ended] = [new Date(APPLIED), new Date(REJECTED)]
    expect(entries).toEqual([
      { id: active, action: 'apply', to_status: 'active', entered_at: applied, left_at: null },
      { id: moved, action: 'apply', to_status: 'active', entered_at: applied, left_at: null },
      { id: rejected, action: 'apply', to_status: 'active', entered_at: applied, left_at: ended },
      { id: rejected, action: 'reject', to_status: 'rejected', entered_at: ended, left_at: null },
    ])
  }
})

test('row security is forced again', async () => {
  const loose = await rows(`select relname from pg_class where relrowsecurity and not relforcerowsecurity`)
  expect(loose).toEqual([])
})
