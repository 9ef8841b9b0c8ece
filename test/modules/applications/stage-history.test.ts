import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { hiring } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
// A key, because the log-ins of people end while hours go by.
const admin = await tenant.key(['jobs:*', 'candidates:*', 'applications:*'])
const { apply, does, history, job, read, stages } = hiring(api, tenant, admin)

interface Entry {
  action: string
  job_id: string
  from_stage: { id: string; name: string; type: string } | null
  to_stage: { id: string; name: string; type: string }
  from_status: string | null
  to_status: string
  entered_at: string
  left_at: string | null
  duration_ms: number
  reason: string | null
  actor: { type: string; id: string | null }
}

const HOUR = 3_600_000
const hours = (entries: Entry[]) => entries.map(({ duration_ms }) => Math.round(duration_ms / HOUR))

/** That the intervals follow each other without a gap from the application until now, and so add up to its age. */
function assertAddsUp(entries: Entry[], appliedAt: string) {
  expect(entries[0]?.entered_at).toBe(appliedAt)
  for (const [i, { left_at }] of entries.entries()) expect(left_at).toBe(entries[i + 1]?.entered_at ?? null)
  const last = entries.at(-1)
  const age = Date.parse(last?.entered_at ?? '') + (last?.duration_ms ?? 0) - Date.parse(appliedAt)
  expect(entries.reduce((sum, { duration_ms }) => sum + duration_ms, 0)).toBe(age)
}

test('tells every step, and the durations add up to the age', async () => {
  const application = await apply()
  const all = await stages(application.job_id)
  api.clock.advance(3600)
  await does(application.id, 'advance')
  api.clock.advance(2 * 3600)
  await does(application.id, 'reject', { note: 'Not now' })
  api.clock.advance(3 * 3600)
  await does(application.id, 'unreject', { reason: 'Now' })
  api.clock.advance(4 * 3600)
  await does(application.id, 'hire')
  api.clock.advance(5 * 3600)
  await does(application.id, 'unhire')
  api.clock.advance(6 * 3600)
  const entries: Entry[] = await history(application.id)
  expect(entries.map((e) => [e.action, e.to_stage, e.to_status])).toEqual([
    ['apply', all[0], 'active'],
    ['advance', all[1], 'active'],
    ['reject', all[1], 'rejected'],
    ['unreject', all[1], 'active'],
    ['hire', all[5], 'hired'],
    ['unhire', all[1], 'active'],
  ])
  expect(entries.map((e) => [e.from_stage, e.from_status])).toEqual([
    [null, null],
    ...entries.slice(0, -1).map((e) => [e.to_stage, e.to_status]),
  ])
  expect(entries.map(({ reason }) => reason)).toEqual([null, null, 'Not now', 'Now', null, null])
  expect(entries[0]?.actor).toMatchObject({ type: 'api_key' })
  expect(hours(entries)).toEqual([1, 2, 3, 4, 5, 6])
  assertAddsUp(entries, application.applied_at)
  const inSecondStage = entries.filter((e) => e.to_stage.id === all[1].id && e.to_status === 'active')
  expect(hours(inSecondStage)).toEqual([2, 4, 6])
})

test('pages, newest first', async () => {
  const application = await apply()
  for (let i = 0; i < 3; i++) {
    api.clock.advance(1)
    await does(application.id, 'advance')
  }
  const url = `/v1/applications/${application.id}/stage-history`
  const first = (await admin.get(`${url}?limit=3`)).body
  const rest = (await admin.get(`${url}?limit=3&cursor=${first.next_cursor}`)).body
  const types = [...first.data, ...rest.data].map((entry: Entry) => entry.to_stage.type)
  expect(types).toEqual(['interview', 'assessment', 'screening', 'applied'])
  expect([first.has_more, rest.has_more]).toEqual([true, false])
})

test('does not run back with a clock that does', async () => {
  const application = await apply()
  api.clock.advance(-2)
  const moved = await does(application.id, 'advance')
  api.clock.advance(2)
  expect(moved.stage_entered_at).toBe(application.applied_at)
  const entries: Entry[] = await history(application.id)
  expect(entries[0]?.duration_ms).toBe(0)
  assertAddsUp(entries, application.applied_at)
})

test('goes on in another job', async () => {
  const application = await apply()
  const { id: job_id } = await job()
  await does(application.id, 'transfer', { job_id })
  await does(application.id, 'advance')
  const entries: Entry[] = await history(application.id)
  expect(entries.map((e) => [e.action, e.job_id])).toEqual([
    ['apply', application.job_id],
    ['transfer', job_id],
    ['advance', job_id],
  ])
  assertAddsUp(entries, application.applied_at)
})

test('tells that closing the job rejected it', async () => {
  const application = await apply()
  await admin.post(`/v1/jobs/${application.job_id}/open`)
  await admin.post(`/v1/jobs/${application.job_id}/close`, { application_disposition: 'reject' })
  api.clock.advance(3600)
  await tenant.drain()
  const entries: Entry[] = await history(application.id)
  expect(entries.at(-1)).toMatchObject({
    action: 'reject',
    from_status: 'active',
    to_status: 'rejected',
    reason: 'job_closed',
    actor: { type: 'system', id: null },
  })
  assertAddsUp(entries, application.applied_at)
  expect((await read(application.id)).stage_entered_at).toBe(entries.at(-1)?.entered_at)
})

describe('what was submitted', () => {
  const write = (set: string, table = 'applications') =>
    api.context.db.app.connect().then(async (client) => {
      try {
        await client.query('begin')
        await client.query(`set local app.tenant_id to '${tenant.id}'`)
        return await client.query(`update ${table} set ${set} where tenant_id = '${tenant.id}'`).then(
          () => 'written',
          ({ code }) => code,
        )
      } finally {
        await client.query('rollback')
        client.release()
      }
    })

  test.each([
    `snapshot = '{}'`,
    'applied_at = applied_at',
    'candidate_id = candidate_id',
    'created_by = created_by',
    'created_at = created_at',
  ])('cannot be rewritten by the product: %s', async (set) => {
    expect(await write(set)).toBe('42501')
  })

  test.each(['entered_at = entered_at', `to_status = 'active'`, `to_stage = '{}'`, 'actor = actor'])(
    'nor can the history: %s',
    async (set) => {
      expect(await write(set, 'application_stage_history')).toBe('42501')
    },
  )

  test('but the rest can', async () => {
    expect(await write('version = version')).toBe('written')
    expect(await write('left_at = left_at', 'application_stage_history')).toBe('written')
  })
})
