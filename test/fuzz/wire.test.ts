import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { buildApp } from '#src/app.ts'
import { testApi } from '#test/support/api.ts'

// What only a socket can do: requests that break off, drip, or are no HTTP at all.

const api = await testApi({ LOG_LEVEL: 'silent' })
const tenant = await api.tenant()
const key = await tenant.key(['jobs:read'])

const app = buildApp(api.context)
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address() as AddressInfo
afterAll(() => app.close())

const isWhole = process.env.FUZZ === 'all'
const spool = join(api.context.config.dataDir, 'uploads')
const login = await api.anonymous.post('/v1/auth/login', {
  email: tenant.user.email,
  password: tenant.user.password,
})
const authorization = `authorization: Bearer ${login.body.access_token}`

async function dial(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** Sends bytes and reads until the server closes or falls silent after an answer. */
async function exchange(bytes: string | Buffer): Promise<string> {
  const socket = await dial()
  let answer = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    answer += text
    if (answer.includes('\r\n\r\n')) socket.end()
  })
  socket.write(bytes)
  await once(socket, 'close')
  return answer
}

const isWell = async () => expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200)

describe('what is no proper request', () => {
  test.each([
    ['nonsense', 'HELO example.com\r\n\r\n'],
    ['a method of no kind', 'BREW /v1/jobs HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['another protocol', 'GET / HTTP/9.9\r\nhost: x\r\n\r\n'],
    ['no host', 'GET /v1/jobs HTTP/1.1\r\n\r\n'],
    ['a NUL in the path', 'GET /v1/jobs\0 HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a path of broken escapes', 'GET /v1/jobs/%zz HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a path of broken UTF-8', 'GET /v1/jobs/%ff%fe HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['an endless path', `GET /v1/${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`],
    ['a header without an end', `GET /v1/jobs HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(70_000)}\r\n\r\n`],
    ['too many headers', `GET /v1/jobs HTTP/1.1\r\nhost: x\r\n${'x: 1\r\n'.repeat(5000)}\r\n`],
    ['two lengths', 'POST /v1/jobs HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'POST /v1/jobs HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a chunk of no size', 'POST /v1/jobs HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
    ['a folded header', 'GET /v1/jobs HTTP/1.1\r\nhost: x\r\na: b\r\n c\r\n\r\n'],
  ])('%s is refused, and the server lives', async (_what, bytes) => {
    const answer = await exchange(Buffer.from(bytes, 'latin1'))
    expect(answer.slice(0, 12)).toMatch(/^(HTTP\/1\.1 4\d\d)?$/)
    await isWell()
  })
})

describe('an upload', () => {
  const start = (length: number, path = '/v1/resumes', part = 'file') =>
    `POST ${path} HTTP/1.1\r\nhost: x\r\n${authorization}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: ${length}\r\n\r\n--b\r\ncontent-disposition: form-data; name="${part}"; filename="cv.txt"\r\n\r\n`

  test.each([
    ['/v1/resumes', 'file'],
    ['/v1/resumes/bulk', 'files'],
  ])('to %s that breaks off leaves nothing behind', async (path, part) => {
    const sockets = await Promise.all(Array.from({ length: 20 }, dial))
    for (const socket of sockets) socket.write(`${start(5_000_000, path, part)}${'word '.repeat(20_000)}`)
    await vi.waitFor(async () => expect((await readdir(spool)).length).toBe(20), { timeout: 20_000 })
    for (const socket of sockets) socket.destroy()
    await vi.waitFor(async () => expect(await readdir(spool)).toEqual([]), { timeout: 20_000 })
    const resumes = await api.sql('select 1 from resumes where tenant_id = $1', [tenant.id])
    expect(resumes).toEqual([])
    await isWell()
  })

  test('that ends early is refused', async () => {
    const body = '--b\r\ncontent-disposition: form-data; name="file"; filename="cv.txt"\r\n\r\nhalf of it'
    const answer = await exchange(
      `POST /v1/resumes HTTP/1.1\r\nhost: x\r\n${authorization}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]+"code":"request.invalid_multipart"/)
    expect(await readdir(spool)).toEqual([])
  })

  test('that drips holds up nobody else', async () => {
    const sockets = await Promise.all(Array.from({ length: 50 }, dial))
    for (const socket of sockets) socket.write(start(1_000_000))
    const answers = await Promise.all(Array.from({ length: 20 }, () => key.get('/v1/jobs')))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    for (const socket of sockets) socket.destroy()
  })

  // The server cuts it off after two minutes, and looks every half.
  test.runIf(isWhole)(
    'that never ends is cut off',
    async () => {
      const sockets = await Promise.all(Array.from({ length: 20 }, dial))
      const drip = setInterval(() => {
        for (const socket of sockets) socket.write('x')
      }, 500)
      for (const socket of sockets) socket.write(start(1_000_000))
      await Promise.all(sockets.map((socket) => once(socket.resume(), 'close')))
      clearInterval(drip)
      await vi.waitFor(async () => expect(await readdir(spool)).toEqual([]), { timeout: 20_000 })
      await isWell()
    },
    300_000,
  )
})
