import { expect } from 'vitest'
import type { Client } from '#test/support/client.ts'

export interface Item {
  op: 'snapshot' | 'created' | 'updated' | 'deleted'
  id: string
  sequence: number | null
  type: string | null
  occurred_at: string | null
  version: number | null
  data: (Record<string, unknown> & { version: number }) | null
}

export interface Page {
  data: Item[]
  has_more: boolean
  next_token: string
}

export async function readPage(by: Client, resource: string, query = ''): Promise<Page> {
  const { status, body, text } = await by.get(`/v1/sync/${resource}${query}`)
  expect([status, status === 200 || text]).toEqual([200, true])
  return body
}

/** A copy of one resource as an integrator keeps it: rows and token change together, or not at all. */
export class Replica {
  readonly rows = new Map<string, Item['data']>()
  readonly changes: Item[] = []
  /** The place after which changes are told: what was there before is in the snapshot. */
  from = 0
  readonly resource: string
  readonly #client: Client
  #token: string | undefined
  isUpToDate = false

  constructor(client: Client, resource: string) {
    this.#client = client
    this.resource = resource
  }

  /** Reads a page. One that dies before it has saved anything reads it again the next time. */
  async step(limit: number, dies: boolean): Promise<void> {
    const token = this.#token === undefined ? '' : `&token=${this.#token}`
    const { data, has_more, next_token } = await readPage(
      this.#client,
      this.resource,
      `?limit=${limit}${token}`,
    )
    expect(data.length).toBeLessThanOrEqual(limit)
    if (dies) return
    for (const item of data) {
      if (item.op !== 'snapshot') this.changes.push(item)
      if (item.data) this.rows.set(item.id, item.data)
      else this.rows.delete(item.id)
    }
    if (this.#token === undefined) this.from = sequenceIn(next_token)
    this.#token = next_token
    this.isUpToDate = !has_more
  }

  async catchUp(): Promise<void> {
    do await this.step(500, false)
    while (!this.isUpToDate)
  }
}

/** Tokens are opaque to everybody but this test. */
const sequenceIn = (token: string): number => JSON.parse(Buffer.from(token, 'base64url').toString())[4]
