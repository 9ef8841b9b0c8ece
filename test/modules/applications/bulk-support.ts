import type { AppContext } from '#src/context.ts'
import { tasks } from '#src/modules/registry.ts'
import { type RunResult, runTask } from '#src/platform/tasks/runner.ts'
import type { TestApi, TestTenant } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

export interface Item {
  label: string
  status: string
  result: Record<string, unknown> | null
  error: { code: string; detail: string } | null
}

/** What tests of bulk work on applications do in one tenant. */
export function bulkWork(api: TestApi, tenant: TestTenant) {
  const ask = (body: object, by: Client = tenant.admin) => by.post('/v1/bulk/applications', body)

  /** Asks for it and answers the id of the operation. */
  async function start(body: object, by?: Client): Promise<string> {
    const { status, headers, body: answer, text } = await ask(body, by)
    if (status !== 202) throw new Error(text)
    if (headers.location !== `/v1/operations/${answer.operation.id}`) throw new Error('no Location')
    return answer.operation.id
  }

  async function items(operationId: string, by: Client = tenant.admin): Promise<Item[]> {
    const all: Item[] = []
    let cursor = ''
    do {
      const { body } = await by.get(`/v1/operations/${operationId}/items?limit=100${cursor}`)
      all.push(...body.data)
      cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : ''
    } while (cursor)
    return all
  }

  return {
    ask,
    start,
    items,
    operation: async (id: string) => (await tenant.admin.get(`/v1/operations/${id}`)).body,
    /** Has it done, and answers what became of each item. */
    async done(body: object, by?: Client): Promise<Item[]> {
      const id = await start(body, by)
      await tenant.drain()
      return items(id)
    },
    /** Runs what is owed as so many workers do at once, a chunk each. */
    async run(workers = 1, context: AppContext = api.context): Promise<PromiseSettledResult<RunResult>[]> {
      const owed = await api.sql<{ id: string }>(
        `select id from tasks where tenant_id = $1 and name = 'applications.bulk' and state = 'pending'`,
        [tenant.id],
      )
      const refs = owed.flatMap(({ id }) => Array.from({ length: workers }, () => id))
      return Promise.allSettled(
        refs.map((taskId) => runTask(context, tasks, { tenantId: tenant.id, taskId })),
      )
    },
    /** So many applications to one job, made in the tables. */
    async crowd(jobId: string, size: number): Promise<string[]> {
      const rows = await api.sql<{ id: string }>(
        `with c as (insert into candidates (tenant_id, id, first_name, created_at, updated_at)
           select $1, gen_random_uuid(), 'Ada', now(), now() from generate_series(1, $3) returning id),
         s as (select s.id, s.name from jobs j join pipeline_stages s on s.tenant_id = j.tenant_id and s.pipeline_id = j.pipeline_id
           where j.tenant_id = $1 and j.id = $2 and s.type = 'applied'),
         a as (insert into applications
           (tenant_id, id, job_id, candidate_id, stage_id, stage_entered_at, snapshot, applied_at, created_at, updated_at)
           select $1, gen_random_uuid(), $2, c.id, s.id, now(), '{"links": []}', now(), now(), now() from c, s returning id, stage_id)
         insert into application_stage_history
           (tenant_id, id, application_id, action, job_id, to_stage, to_status, actor, entered_at)
           select $1, gen_random_uuid(), a.id, 'apply', $2, jsonb_build_object('id', s.id, 'name', s.name, 'type', 'applied'),
             'active', '{"type": "system", "id": null}', now() from a, s
         returning application_id as id`,
        [tenant.id, jobId, size],
      )
      return rows.map(({ id }) => id)
    },
    /** How many facts of a type there are, by what they are about. */
    async facts(type: string): Promise<Map<string, number>> {
      const rows = await api.sql<{ resource_id: string; n: number }>(
        'select resource_id, count(*)::int as n from events where tenant_id = $1 and type = $2 group by 1',
        [tenant.id, type],
      )
      return new Map(rows.map(({ resource_id, n }) => [resource_id, n]))
    },
  }
}
