import { describe, expect, test } from 'vitest'
import { APPLICATION_STATUSES } from '#src/db/schema/candidates.ts'
import type { Role } from '#src/db/schema/identity.ts'
import { APPLICATION_ACTIONS, type ApplicationAction } from '#src/modules/applications/applications.states.ts'
import { testApi } from '#test/support/api.ts'
import type { Answer, Client } from '#test/support/client.ts'
import { hiring } from './support.ts'

// Listed if and only if it succeeds: every action by every role in every state. Tried dry, so that the states stay.

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant
const { apply, does, job, read, stages, template } = hiring(api, tenant)

const manager = await tenant.member('hiring_manager')
const callers: Record<string, Client> = {
  admin,
  hiring_manager: manager,
  'key to read': await tenant.key(['applications:read']),
  'key to write': await tenant.key(['applications:*']),
}
for (const role of ['recruiter', 'viewer'] satisfies Role[]) callers[role] = await tenant.member(role)

const named = { hiring_manager_id: manager.userId }
const { id: elsewhere } = await job(named)

const PIPELINES = [
  ['a free pipeline', false, ['applied', 'screening', 'offer', 'hired']],
  ['a strict pipeline', true, ['applied', 'screening', 'offer', 'hired']],
  ['a pipeline without a stage for the hired', true, ['applied', 'offer']],
] as const

const CLOSING = { active: undefined, rejected: 'reject', withdrawn: 'withdraw', hired: 'hire' } as const

interface State {
  name: string
  id: string
}

/** An application in each stage with each status, and a rejected one whose candidate has applied anew. */
async function everyState(strict: boolean, types: readonly string[]): Promise<State[]> {
  const { id: pipeline_id } = await template(strict, [...types])
  const { id: job_id } = await job({ ...named, pipeline_id })
  const working = (await stages(job_id)).filter(({ type }: { type: string }) => type !== 'hired')
  const states: State[] = []
  for (const [place, stage] of working.entries()) {
    for (const status of APPLICATION_STATUSES) {
      const { id } = await apply({ job_id })
      for (let i = 0; i < place; i++) await does(id, 'advance')
      const closing = CLOSING[status]
      if (closing) await does(id, closing)
      states.push({ name: `${status} in ${stage.type}`, id })
    }
  }
  const first = await apply({ job_id })
  await does(first.id, 'reject')
  await apply(first)
  return [...states, { name: 'rejected beside a live one', id: first.id }]
}

async function attempt(by: Client, id: string, action: ApplicationAction, stageId?: string): Promise<Answer> {
  const dry = by.with({ prefer: 'dry-run' })
  if (action === 'delete') return dry.send({ method: 'DELETE', url: `/v1/applications/${id}` })
  const { stage } = await read(id)
  const bodies: Partial<Record<ApplicationAction, object>> = {
    move: { stage_id: stageId ?? stage.id, reason: 'To see' },
    transfer: { job_id: elsewhere },
  }
  return dry.post(`/v1/applications/${id}/${action}`, bodies[action] ?? {})
}

describe.each(PIPELINES)('in %s', async (_name, strict, types) => {
  const states = await everyState(strict, types)
  const pairs = states.flatMap(({ name, id }) => Object.keys(callers).map((who) => [name, who, id] as const))

  test.each(pairs)('what is %s allows %s what it lists, and refuses the rest', async (_state, who, id) => {
    const by = callers[who] ?? admin
    const { body: told } = await by.get(`/v1/applications/${id}/allowed-actions`)
    expect((await by.get(`/v1/applications/${id}`)).body.allowed_actions).toEqual(told.allowed)
    expect([...told.allowed, ...Object.keys(told.reasons)].sort()).toEqual([...APPLICATION_ACTIONS].sort())
    for (const action of APPLICATION_ACTIONS) {
      const answer = await attempt(by, id, action, told.stages[0]?.id)
      if (told.allowed.includes(action)) {
        expect([action, answer.status, answer.body.events?.length]).toEqual([action, 200, 1])
        continue
      }
      expect([action, [403, 409].includes(answer.status)]).toEqual([action, true])
      if (answer.status === 409)
        expect(answer.body.reasons?.[action] ?? answer.body.detail).toBe(told.reasons[action])
      else expect(told.reasons[action]).toMatch(/role or key/)
    }
  })

  test('every stage that is listed can be moved to, and no other', async () => {
    for (const { id } of states) {
      const { stages: open } = (await admin.get(`/v1/applications/${id}/allowed-actions`)).body
      const { job_id } = await read(id)
      for (const stage of await stages(job_id)) {
        const isOpen = open.some((one: { id: string }) => one.id === stage.id)
        expect((await attempt(admin, id, 'move', stage.id)).status).toBe(isOpen ? 200 : 409)
      }
    }
  })
})

test('whoever may not read an application is told nothing of it', async () => {
  const application = await apply()
  const url = `/v1/applications/${application.id}/allowed-actions`
  expect((await manager.get(url)).status).toBe(404)
  for (const role of ['interviewer', 'client'] satisfies Role[])
    expect((await (await tenant.member(role)).get(url)).status).toBe(403)
  expect((await manager.post(`/v1/applications/${application.id}/advance`, {})).status).toBe(404)
})

test('a hiring manager transfers to jobs that name them only', async () => {
  const { id } = await apply({ job_id: (await job(named)).id })
  const to = async (job_id: string) =>
    (await manager.post(`/v1/applications/${id}/transfer`, { job_id })).status
  expect([await to((await job()).id), await to(elsewhere)]).toEqual([422, 200])
})
