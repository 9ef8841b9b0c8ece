import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { shareTemplates } from '#test/support/share-templates.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'shortlist-server-'))
await shareTemplates(dataDir)

const started: ServerProcess[] = []

afterEach(async () => {
  for (const server of started.splice(0)) {
    server.signal('SIGKILL')
    await server.ended
  }
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

async function start(env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = await startServer({ DATA_DIR: dataDir, ...env })
  started.push(server)
  return server
}

const account = { email: 'robin@test.example', password: 'correct horse battery' }

const post = (server: ServerProcess, path: string, body: unknown) =>
  fetch(`${server.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** A request whose body never comes to its end; resolves when the server has it. */
async function unfinishedRequest(server: ServerProcess): Promise<Socket> {
  const { hostname, port } = new URL(server.origin)
  const socket = connect(Number(port), hostname).on('error', () => {})
  socket.write(
    'POST /v1/signup HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: 100\r\n',
  )
  socket.write('expect: 100-continue\r\n\r\n{')
  await once(socket, 'data')
  return socket
}

test('lives, says where and how, and ends well when told to', async () => {
  const server = await start()
  expect(server.said()).toMatch(/its documentation is at .*\/docs.*for trying, developing and testing/)
  expect((await fetch(`${server.origin}/health/live`)).status).toBe(200)
  expect((await fetch(`${server.origin}/health/ready`)).status).toBe(200)
  server.signal('SIGTERM')
  expect(await server.ended).toBe(0)
})

test('what was acknowledged is there after a kill', async () => {
  const first = await start()
  const signup = { tenant: { name: 'Test', slug: 'test' }, user: { ...account, full_name: 'Robin Test' } }
  expect((await post(first, '/v1/signup', signup)).status).toBe(201)
  first.signal('SIGKILL')
  expect(await first.ended).toBe('SIGKILL')

  const second = await start()
  expect((await post(second, '/v1/auth/login', account)).status).toBe(200)
})

test('refuses a data folder that another process has', async () => {
  await start()
  await expect(start()).rejects.toThrow(/ended with 1:[\s\S]*is in use by process/)
})

test('tells every problem of the configuration and ends', async () => {
  const wrong = start({ DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' })
  await expect(wrong).rejects.toThrow(/ended with 1:[\s\S]*2 problem\(s\)[\s\S]*DATABASE_URL[\s\S]*LOG_LEVEL/)
})

test('has no roles and no replica on the embedded database', async () => {
  const wrong = start({ ROLE: 'worker', DATABASE_REPLICA_URL: 'postgres://replica/x' })
  await expect(wrong).rejects.toThrow(/ended with 1:[\s\S]*DATABASE_REPLICA_URL: has no effect[\s\S]*ROLE: /)
})

test('the same signal again at once is the same signal, and a later one ends everything', async () => {
  const server = await start()
  const socket = await unfinishedRequest(server)
  server.signal('SIGINT')
  server.signal('SIGINT')
  const again = setInterval(() => server.signal('SIGINT'), 100)
  // 1 and not 0: the request under way was not waited for.
  expect(await server.ended).toBe(1)
  clearInterval(again)
  expect(server.said()).toContain('ended before the work was done')
  socket.destroy()
})

test('two signals at once end as well as one', async () => {
  const server = await start()
  server.signal('SIGINT')
  server.signal('SIGINT')
  expect(await server.ended).toBe(0)
})

test('a request under way is answered before the end', async () => {
  const server = await start()
  const socket = await unfinishedRequest(server)
  let answer = ''
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text
  })
  server.signal('SIGTERM')
  socket.write(`"tenant": 1${' '.repeat(87)}}`)
  expect(await server.ended).toBe(0)
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
})
