import { expect } from 'vitest'
import type { TestApi, TestTenant } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

export interface Item {
  id: string
  name: string
  candidates: number
}

export async function add(by: Client): Promise<string> {
  const { status, body } = await by.post('/v1/candidates', { first_name: 'Ada', last_name: 'Lovelace' })
  expect(status).toBe(201)
  return body.id
}

export const tagUrl = (id: string, name: string) => `/v1/candidates/${id}/tags/${encodeURIComponent(name)}`

export async function give(by: Client, id: string, name: string): Promise<Item[]> {
  const { status, body } = await by.put(tagUrl(id, name))
  expect(status).toBe(200)
  return body.data
}

export const namesOf = async (by: Client, id: string): Promise<string[]> =>
  (await by.get(`/v1/candidates/${id}/tags`)).body.data.map(({ name }: Item) => name)

export const list = async (by: Client, query = ''): Promise<Item[]> => {
  const { status, body } = await by.get(`/v1/tags${query}`)
  expect(status).toBe(200)
  return body.data
}

export async function make(by: Client, name: string): Promise<Item> {
  const { status, body } = await by.post('/v1/tags', { name })
  expect(status).toBe(201)
  return body
}

export const versionOf = async (by: Client, id: string): Promise<number> =>
  (await by.get(`/v1/candidates/${id}`)).body.version

/** What the events of a candidate said of its changes. */
export async function changesOf(api: TestApi, { id: tenantId }: TestTenant, candidateId: string) {
  const rows = await api.sql<{ changed: string[]; version: number }>(
    `select payload -> 'changed' as changed, (payload ->> 'version')::int as version from events
     where tenant_id = $1 and resource_id = $2 and type = 'candidate.updated' order by place`,
    [tenantId, candidateId],
  )
  return rows.map(({ changed, version }) => [version, ...changed])
}
