import { expect } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import type { TestApi, TestTenant } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

export async function addCandidate(by: Client, fields: object = {}) {
  const { status, body } = await by.post('/v1/candidates', {
    first_name: 'Ada',
    last_name: 'Lovelace',
    ...fields,
  })
  expect(status).toBe(201)
  return body
}

export const address = () => `${newId()}@mail.example`

export const pointersOf = ({ body }: { body: { errors: { pointer: string }[] } }) =>
  body.errors.map(({ pointer }) => pointer)

export const idsOf = ({ body }: { body: { data: { id: string }[] } }) => body.data.map(({ id }) => id)

/** What each change of a candidate said it had changed. */
export async function changesOf(api: TestApi, tenant: TestTenant, id: string): Promise<string[][]> {
  const rows = await api.sql<{ changed: string[] }>(
    `select payload -> 'changed' as changed from events
     where tenant_id = $1 and resource_id = $2 and type = 'candidate.updated' order by id`,
    [tenant.id, id],
  )
  return rows.map(({ changed }) => changed)
}
