import { expect } from 'vitest'
import type { TestApi, TestTenant } from '#test/support/api.ts'
import type { Answer, Client } from '#test/support/client.ts'

/** What tests of applications do in one tenant; a call of which they expect success fails the test otherwise. */
export function hiring(api: TestApi, tenant: TestTenant, admin: Client = tenant.admin) {
  async function ok(answer: Promise<Answer>) {
    const { status, body, text } = await answer
    if (status >= 300) throw new Error(`${status} ${text}`)
    return body
  }

  const job = (fields: object = {}) =>
    ok(admin.post('/v1/jobs', { title: 'Engineer', description: 'Builds.', ...fields }))

  const candidate = (fields: object = {}) =>
    ok(admin.post('/v1/candidates', { first_name: 'Ada', last_name: 'Lovelace', ...fields }))

  const template = (strict: boolean, types: string[]) =>
    ok(
      admin.post('/v1/pipelines', {
        name: 'Made',
        strict,
        stages: types.map((type, i) => ({ name: `${type} ${i}`, type })),
      }),
    )

  return {
    ok,
    job,
    candidate,
    template,
    stages: async (jobId: string) => (await ok(admin.get(`/v1/jobs/${jobId}/pipeline`))).stages,
    apply: async (fields: { job_id?: string; candidate_id?: string } = {}) =>
      ok(
        admin.post('/v1/applications', {
          job_id: fields.job_id ?? (await job()).id,
          candidate_id: fields.candidate_id ?? (await candidate()).id,
        }),
      ),
    act: (id: string, action: string, body: object = {}, by: Client = admin) =>
      by.post(`/v1/applications/${id}/${action}`, body),
    does: (id: string, action: string, body: object = {}) =>
      ok(admin.post(`/v1/applications/${id}/${action}`, body)),
    read: (id: string) => ok(admin.get(`/v1/applications/${id}`)),
    history: async (id: string) =>
      (await ok(admin.get(`/v1/applications/${id}/stage-history?sort=entered_at&limit=100`))).data,
    /** In the order the relay gave them. */
    eventsOf: async (resourceId: string) => {
      await tenant.drain()
      return api.sql<{ type: string; payload: Record<string, unknown> }>(
        'select type, payload from events where tenant_id = $1 and resource_id = $2 order by sequence',
        [tenant.id, resourceId],
      )
    },
  }
}

/** That an answer refuses with this status and code; its body. */
export function refused({ status, body }: Answer, expected: [status: number, code: string]) {
  expect([status, body.code]).toEqual(expected)
  return body
}
