import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { metricOf } from '#test/support/metric.ts'
import { MortalServer } from '#test/support/mortal-server.ts'
import { type NativeStack, openNativeStack } from '#test/support/native-stack.ts'
import { noOwnPostgres, OwnPostgres } from '#test/support/own-postgres.ts'
import { readinessOf } from '#test/support/readiness.ts'

if (noOwnPostgres) process.stdout.write(`left out: the read replica, for ${noOwnPostgres}\n`)

describe.skipIf(noOwnPostgres)('a streaming replica', () => {
  let primary: OwnPostgres
  let replica: OwnPostgres
  let stack: NativeStack
  let servers: [MortalServer, MortalServer]
  let token = ''
  let jobs = 0

  beforeAll(async () => {
    primary = await OwnPostgres.start()
    replica = await primary.startReplica()
    stack = await openNativeStack({ adminUrl: primary.url })
    const replicaUrl = new URL(stack.env.DATABASE_URL ?? '')
    replicaUrl.port = String(replica.port)
    const env = { ...stack.env, DATABASE_REPLICA_URL: replicaUrl.href }
    servers = [
      await MortalServer.create({ ...env, ROLE: 'api' }),
      await MortalServer.create({ ...env, ROLE: 'api' }),
    ]
    await Promise.all(servers.map((server) => server.start()))
    const user = { email: 'robin@test.example', password: 'correct horse battery', full_name: 'Robin Test' }
    const { access_token } = await send<{ access_token: string }>(servers[0], 'POST', '/v1/signup', {
      tenant: { name: 'Replica', slug: 'replica' },
      user,
    })
    token = access_token
  }, 120_000)

  afterAll(async () => {
    await Promise.all(servers?.map((server) => server.kill('SIGTERM')) ?? [])
    await stack?.close()
    await replica?.close()
    await primary?.close()
  })

  async function send<T>(to: MortalServer, method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${to.origin}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return JSON.parse(text) as T
  }

  /** A write by one process is read by each of them at once: alone, and in the list. */
  async function writesAreRead(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      const writer = servers[i % 2] as MortalServer
      const { id } = await send<{ id: string }>(writer, 'POST', '/v1/jobs', {
        title: `Job ${i}`,
        description: 'x',
      })
      jobs += 1
      for (const reader of servers) {
        expect(await send(reader, 'GET', `/v1/jobs/${id}`)).toMatchObject({ id })
        const { data } = await send<{ data: { id: string }[] }>(
          reader,
          'GET',
          '/v1/jobs?limit=100&sort=-created_at',
        )
        expect([data.length, data.some((job) => job.id === id)]).toEqual([jobs, true])
      }
    }
  }

  const servedBy = async (served_by: string) => {
    const counts = await Promise.all(
      servers.map(({ origin }) => metricOf(origin, 'replica_reads_total', { served_by })),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }

  async function onReplica(statement: string): Promise<void> {
    const client = new pg.Client(replica.url)
    await client.connect()
    await client.query(statement)
    await client.end()
  }

  test('serves reads, and whatever was written before them is there', async () => {
    await writesAreRead(10)
    expect(await servedBy('replica')).toBeGreaterThan(0)
    expect((await readinessOf(servers[0].origin)).parts.replica).toBe('ok')
  })

  test('that replays nothing for a while is passed over, and writes are read all the same', async () => {
    await onReplica('select pg_wal_replay_pause()')
    try {
      const before = await servedBy('replica')
      await writesAreRead(5)
      expect(await servedBy('primary_for_behind')).toBeGreaterThan(0)
      expect(await servedBy('replica')).toBe(before)
    } finally {
      await onReplica('select pg_wal_replay_resume()')
    }
    await isUsed()
  })

  test('that is down is passed over, told of once, and used again when it is back', async () => {
    await replica.stop()
    await writesAreRead(3)
    expect(await servedBy('primary_for_away')).toBeGreaterThan(0)
    expect(await readinessOf(servers[0].origin)).toMatchObject({
      status: 200,
      parts: { replica: 'degraded' },
    })
    for (const { said } of servers) expect(said.match(/the replica cannot be used/g)).toHaveLength(1)
    await replica.start()
    await isUsed()
    await writesAreRead(3)
  })

  test('is not taken for one when it is another server, or the primary itself', async () => {
    const wrong = await MortalServer.create({
      ...stack.env,
      ROLE: 'api',
      DATABASE_REPLICA_URL: stack.env.DATABASE_URL ?? '',
    })
    await expect(wrong.start()).rejects.toThrow('no streaming replica')
  })

  /** Reads until the replica serves again. */
  async function isUsed(): Promise<void> {
    const before = await servedBy('replica')
    await expect
      .poll(
        async () => {
          await send(servers[0], 'GET', '/v1/jobs')
          return servedBy('replica')
        },
        { timeout: 60_000, interval: 100 },
      )
      .toBeGreaterThan(before)
  }
})
