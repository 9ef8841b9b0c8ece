import { expect, inject, test } from 'vitest'
import { randomFrom } from '#src/lib/random.ts'
import { expandable } from '#src/modules/candidates/candidates.schemas.ts'
import { subscriptions, tasks } from '#src/modules/registry.ts'
import { feeds } from '#src/modules/sync/feeds.ts'
import { relayOnce, type TaskTicket } from '#src/platform/tasks/relay.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { openPool } from '#test/db/connections.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { makeWorld, type Noun } from '#test/tenancy/world.ts'
import { Replica } from './replica.ts'
import { type Office, turns, writeSomething } from './writers.ts'

// Writers at random, some of them slow, a relay at random, and readers that die at random: at the end every copy is equal
// to what the API shows. SYNC_ROUNDS asks for more rounds, SYNC_SEED for those of a failure.

const api = await testApi()
const pool = openPool(inject('stack').superUrl, 3)

const ROUNDS = Number(process.env.SYNC_ROUNDS ?? 2)
const FIRST_SEED = Number(process.env.SYNC_SEED ?? Date.now() % 1_000_000)
const WRITERS = 4
const CHANGES = 50
/** Copies of each resource that are begun while others are kept. */
const COPIES = 4

const RESOURCES = feeds.map(({ name }) => name)

const seeds = Array.from({ length: ROUNDS }, (_, i) => FIRST_SEED + i)

test.each(seeds)('copies end equal to the source, seed %i', { timeout: 120_000 }, async (seed) => {
  const random = randomFrom(seed)
  const tenant = await api.tenant()
  const world = await makeWorld(api, tenant)
  const known = new Map<Noun, string[]>(
    (['job', 'candidate', 'application', 'resume', 'resume_parse'] as const).map((noun) => [
      noun,
      [world[noun]],
    ]),
  )
  const office: Office = { tenant, random, pool, known, world }
  const replicas: Replica[] = []
  const begin = (resource: string) => replicas.push(new Replica(tenant.admin, resource))
  let writing = WRITERS

  const write = async () => {
    for (let i = 0; i < CHANGES; i++) await writeSomething(office)
    writing--
  }
  const tickets: TaskTicket[] = []
  const transport = { send: async (sent: TaskTicket[]) => void tickets.push(...sent) }
  const relay = async () => {
    while (writing > 0) {
      await turns(random() * 50)
      await relayOnce({ context: api.context, tasks, subscriptions, transport }, tenant.id)
    }
  }
  const work = async () => {
    while (writing > 0 || tickets.length > 0) {
      const ticket = tickets.shift()
      if (ticket) await runTask(api.context, tasks, ticket)
      else await turns(10)
    }
  }
  const read = async () => {
    const toBegin = Array.from({ length: COPIES }, () => RESOURCES).flat()
    while (writing > 0) {
      const next = replicas.length === 0 || random() < 0.05 ? toBegin.pop() : undefined
      if (next) begin(next)
      const replica = replicas[Math.floor(random() * replicas.length)]
      await replica?.step(random() < 0.2 ? 500 : 1 + Math.floor(random() * 7), random() < 0.3)
    }
  }
  await Promise.all([...Array.from({ length: WRITERS }, write), relay(), work(), read()])

  await tenant.drain()
  for (const replica of replicas) {
    await replica.catchUp()
    await expectEqualToSource(tenant, replica)
    await expectEachChangeOnce(tenant, replica)
    expectVersionsInOrder(replica)
  }
})

const EXPANDED: Partial<Record<string, string>> = {
  jobs: '?expand=skills,external_ids',
  candidates: `?expand=${expandable.join(',')}`,
}
/** What only a row read by itself has. */
const APART: Partial<Record<string, string[]>> = {
  applications: ['allowed_actions'],
  resumes: ['parsed_data', 'confidence'],
}

async function expectEqualToSource({ id, admin }: TestTenant, { resource, rows }: Replica): Promise<void> {
  const all = await api.sql<{ id: string }>(`select id from ${resource} where tenant_id = $1`, [id])
  expect(all.length).toBeGreaterThan(0)
  const shown = new Map<string, unknown>()
  for (const row of all) {
    const { status, body } = await admin.get(`/v1/${resource}/${row.id}${EXPANDED[resource] ?? ''}`)
    for (const member of APART[resource] ?? []) delete body[member]
    if (status === 200) shown.set(row.id, body)
    else expect(status).toBe(404)
  }
  expect([...rows.keys()].sort()).toEqual([...shown.keys()].sort())
  for (const [rowId, row] of rows) expect(row).toEqual(shown.get(rowId))
}

/** The events of the resource since the snapshot: each of them, once, in their order. */
async function expectEachChangeOnce({ id }: TestTenant, { resource, changes, from }: Replica): Promise<void> {
  const types = feeds.find(({ name }) => name === resource)?.events.map(({ type }) => type) ?? []
  const own = changes.filter(({ type }) => types.includes(String(type)))
  const told = await api.sql<{ sequence: string; type: string; id: string }>(
    `select sequence, type, resource_id as id from events
     where tenant_id = $1 and type = any($2) and sequence > $3 order by sequence`,
    [id, types, from],
  )
  expect(own.map(({ sequence, type, id: rowId }) => [sequence, type, rowId])).toEqual(
    told.map((event) => [Number(event.sequence), event.type, event.id]),
  )
  const sequences = changes.map(({ sequence }) => sequence ?? 0)
  expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
}

/** As they were committed: one after the other for each row, where its events all say the version. */
function expectVersionsInOrder({ resource, changes }: Replica): void {
  for (const [rowId, ofRow] of Map.groupBy(changes, ({ id }) => id)) {
    const versions = ofRow.flatMap(({ version }) => version ?? [])
    const [first = 0] = versions
    // That a resume was read has no version of its own, and is one.
    const inOrder =
      resource === 'resumes'
        ? [...new Set(versions)].sort((a, b) => a - b)
        : versions.map((_, i) => first + i)
    expect(versions, `${resource} ${rowId}`).toEqual(inOrder)
  }
}
