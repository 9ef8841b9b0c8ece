import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createOutbound, type Outbound, type OutboundOptions } from './outbound.ts'

const opened: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

function outbound(options: Partial<OutboundOptions> = {}): Outbound {
  const made = createOutbound({ allowPrivate: ['127.0.0.1'], lookup: async () => ['127.0.0.1'], ...options })
  opened.unshift(() => made.close())
  return made
}

async function receiver(listener: RequestListener): Promise<{ port: number; requests: () => number }> {
  let requests = 0
  const server: Server = createServer((request, response) => {
    requests += 1
    listener(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, requests: () => requests }
}

const request = { headers: {}, body: '{}', timeoutMs: 10_000, maxResponseBytes: 1024 }
const refusal = (reason: string) => ({ name: 'OutboundError', reason })

describe('posting', () => {
  test('sends headers and body, returns status, headers and text', async () => {
    const { port } = await receiver((incoming, response) => {
      incoming.setEncoding('utf8').on('data', (body) => {
        response.writeHead(
          202,
          [
            ['x-multi', 'a'],
            ['X-Multi', 'b'],
          ].flat(),
        )
        response.end(`${incoming.method} ${incoming.url} ${incoming.headers['webhook-id']} ${body}`)
      })
    })
    const answer = await outbound().post(`http://127.0.0.1:${port}/in?x=1`, {
      ...request,
      headers: { 'webhook-id': 'msg_1' },
      body: 'größe',
    })
    expect(answer).toMatchObject({ status: 202, body: 'POST /in?x=1 msg_1 größe', truncated: false })
    expect(answer.headers['x-multi']).toBe('a, b')
    expect(answer.durationMs).toBeGreaterThanOrEqual(0)
  })

  test('reaches a listed address under a name', async () => {
    const { port } = await receiver((incoming, response) => response.end(incoming.headers.host))
    const answer = await outbound().post(`http://receiver.test:${port}/`, request)
    expect(answer.body).toBe(`receiver.test:${port}`)
  })

  test('dials only the listed ones of several addresses', async () => {
    const { port } = await receiver((_incoming, response) => response.end('here'))
    const several = outbound({ lookup: async () => ['::1', '10.0.0.1', '127.0.0.1'] })
    expect((await several.post(`http://localhost:${port}/`, request)).body).toBe('here')
  })

  test('does not follow a redirect', async () => {
    const target = await receiver((_incoming, response) => response.end())
    const { port } = await receiver((_incoming, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${target.port}/` }).end(),
    )
    expect((await outbound().post(`http://127.0.0.1:${port}/`, request)).status).toBe(307)
    expect(target.requests()).toBe(0)
  })

  test.each([
    [1024, false],
    [1025, true],
  ])('of %i bytes takes no more than it was told to', async (size, truncated) => {
    const { port } = await receiver((_incoming, response) => response.end('x'.repeat(size)))
    const answer = await outbound().post(`http://127.0.0.1:${port}/`, request)
    expect(answer).toMatchObject({ body: 'x'.repeat(1024), truncated })
  })

  test('hangs up on an answer without end', async () => {
    const hungUp = Promise.withResolvers<void>()
    const { port } = await receiver((_incoming, response) => {
      response.on('close', hungUp.resolve)
      const more = () => {
        while (!response.destroyed && response.write('y'.repeat(4096)));
      }
      response.on('drain', more)
      more()
    })
    const answer = await outbound().post(`http://127.0.0.1:${port}/`, request)
    expect(answer).toMatchObject({ truncated: true, body: 'y'.repeat(1024) })
    await hungUp.promise
  })

  test.each<[string, RequestListener]>([
    ['answer', () => {}],
    ['end its answer', (_incoming, response) => response.write('slow')],
  ])('gives up on a receiver that does not %s', async (_what, listener) => {
    const { port } = await receiver(listener)
    const late = outbound().post(`http://127.0.0.1:${port}/`, { ...request, timeoutMs: 50 })
    await expect(late).rejects.toMatchObject(refusal('timeout'))
  })

  test('gives up on a name server that does not answer, and sends nothing later', async () => {
    const { port, requests } = await receiver((_incoming, response) => response.end())
    const found = Promise.withResolvers<string[]>()
    const slow = outbound({ lookup: () => found.promise })
    const late = slow.post(`http://receiver.test:${port}/late`, { ...request, timeoutMs: 20 })
    await expect(late).rejects.toMatchObject(refusal('timeout'))
    found.resolve(['127.0.0.1'])
    // The late request's connection opens first, so by this answer it would have been counted.
    await slow.post(`http://receiver.test:${port}/`, request)
    expect(requests()).toBe(1)
  })

  test('names what went wrong', async () => {
    const { port } = await receiver((_incoming, response) => response.destroy())
    const garbled = createTcpServer((socket) => socket.resume().end('SSH-2.0-x\r\n')).listen(0, '127.0.0.1')
    await once(garbled, 'listening')
    opened.push(() => new Promise((resolve) => garbled.close(resolve)))
    const garbledPort = (garbled.address() as AddressInfo).port
    const post = (url: string, more = {}) => outbound().post(url, { ...request, ...more })

    await expect(post(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(refusal('connect'))
    await expect(post('http://127.0.0.1:1/')).rejects.toMatchObject(refusal('connect'))
    await expect(post(`https://127.0.0.1:${port}/`)).rejects.toMatchObject(refusal('tls'))
    await expect(post(`http://127.0.0.1:${garbledPort}/`)).rejects.toMatchObject(refusal('protocol'))
    const injected = { headers: { 'x-a': 'b\r\nx-c: d' } }
    await expect(post(`http://127.0.0.1:${port}/`, injected)).rejects.toMatchObject(refusal('protocol'))
  })
})

describe('what is not reached', () => {
  test.each([
    ...[
      'http://127.0.0.1/',
      'https://127.0.0.1/',
      'https://127.1/',
      'https://2130706433/',
      'https://0x7f000001/',
    ],
    ...['https://0177.0.0.1/', 'https://①②⑦.0.0.1/', 'https://127.0.0.1./', 'https://0/', 'https://[::1]/'],
    ...[
      'https://[::ffff:127.0.0.1]/',
      'https://[::127.0.0.1]/',
      'https://[64:ff9b::7f00:1]/',
      'https://[fe80::1]/',
    ],
    ...[
      'https://[2002:7f00:1::]/',
      'https://169.254.169.254/',
      'https://[fd00:ec2::254]/',
      'https://10.0.0.1/',
    ],
  ])('%s, said before and when sending', async (url) => {
    const strict = outbound({ allowPrivate: ['192.168.7.7'] })
    expect(() => strict.check(url)).toThrow('not a public address')
    await expect(strict.checkResolved(url)).rejects.toMatchObject(refusal('blocked_address'))
    await expect(strict.post(url, request)).rejects.toMatchObject(refusal('blocked_address'))
  })

  test.each([
    ['https://localhost/', ['127.0.0.1', '::1']],
    ['https://internal.test/', ['10.0.0.1']],
    ['https://mixed.test/', ['8.8.8.8', '10.0.0.1']],
    ['https://mapped.test/', ['::ffff:10.0.0.1']],
    ['https://nonsense.test/', ['not an address']],
    ['http://internal.test:6379/', ['10.0.0.1']],
  ])('%s, which is %j', async (url, addresses) => {
    const strict = outbound({ allowPrivate: ['192.168.7.7'], lookup: async () => addresses })
    strict.check(url)
    await expect(strict.checkResolved(url)).rejects.toMatchObject(refusal('blocked_address'))
    await expect(strict.post(url, request)).rejects.toMatchObject(refusal('blocked_address'))
  })

  test('a name that was public when it was looked at', async () => {
    const answers = [['8.8.8.8'], ['127.0.0.1']]
    const rebound = outbound({ allowPrivate: [], lookup: async () => answers.shift() ?? [] })
    await rebound.checkResolved('https://rebind.test/')
    await expect(rebound.post('https://rebind.test/', request)).rejects.toMatchObject(
      refusal('blocked_address'),
    )
  })

  test.each([
    ['blocked_scheme', 'http://public.test/'],
    ['blocked_scheme', 'http://8.8.8.8/'],
    ['blocked_scheme', 'ftp://public.test/'],
    ['blocked_scheme', 'file:///etc/passwd'],
    ['blocked_scheme', 'gopher://127.0.0.1:6379/_x'],
    ['blocked_port', 'https://public.test:8443/'],
    ['blocked_port', 'https://public.test:22/'],
    ['invalid_url', 'https://user:secret@public.test/'],
    ['invalid_url', 'https://user@public.test/'],
    ['invalid_url', 'https://'],
    ['invalid_url', 'public.test'],
    ['invalid_url', ''],
    ['invalid_url', 'https://[fe80::1%25eth0]/'],
    ['invalid_url', `https://public.test/${'a'.repeat(2048)}`],
  ])('%s: %s', async (reason, url) => {
    const strict = outbound({ allowPrivate: [], lookup: async () => ['8.8.8.8'] })
    expect(() => strict.check(url)).toThrow(expect.objectContaining(refusal(reason)))
    await expect(strict.checkResolved(url)).rejects.toMatchObject(refusal(reason))
    await expect(strict.post(url, request)).rejects.toMatchObject(refusal(reason))
  })

  test('another port of a public name, though some address is listed', async () => {
    const listing = outbound({ lookup: async () => ['8.8.8.8'] })
    await expect(listing.checkResolved('http://public.test:8080/')).rejects.toMatchObject(
      refusal('blocked_scheme'),
    )
    await expect(listing.post('https://public.test:8080/', request)).rejects.toMatchObject(
      refusal('blocked_port'),
    )
  })
})

describe('what may be saved', () => {
  const unresolvable = async () => {
    throw new Error('ENOTFOUND')
  }

  test.each([
    'https://public.test/',
    'https://public.test:443/a?b#c',
    'https://public.test:80/',
    'https://8.8.8.8/',
  ])('%s', async (url) => {
    const strict = outbound({ allowPrivate: [], lookup: async () => ['8.8.8.8'] })
    strict.check(url)
    await strict.checkResolved(url)
  })

  test('a name that does not resolve yet, which is refused when sent', async () => {
    const strict = outbound({ allowPrivate: [], lookup: unresolvable })
    await strict.checkResolved('https://later.test/')
    await expect(strict.post('https://later.test/', request)).rejects.toMatchObject(refusal('unresolvable'))
    const empty = outbound({ lookup: async () => [] })
    await expect(empty.post('https://later.test/', request)).rejects.toMatchObject(refusal('unresolvable'))
  })

  test('a listed address under any scheme and port, and a name of it', async () => {
    const listing = outbound()
    for (const url of ['http://127.0.0.1:9999/', 'https://127.0.0.1:9999/', 'http://receiver.test:9999/']) {
      listing.check(url)
      await listing.checkResolved(url)
    }
  })

  test('not a name without https that cannot be shown to be listed', async () => {
    const listing = outbound({ lookup: unresolvable })
    await expect(listing.checkResolved('http://later.test/')).rejects.toMatchObject(refusal('blocked_scheme'))
  })
})
