import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/** Takes webhooks for several tenants, each at a path of its own, and believes only what is signed. */
export interface Receiver {
  url(path: string): string
  /** From now on what comes to this path must be signed with it. */
  expect(path: string, secret: string): void
  /** Deliveries by event id. */
  received(path: string): Map<string, number>
  attempts(): number
  close(): void
}

interface Door {
  secret: string
  received: Map<string, number>
}

/** `refuses` is asked at each delivery: refusals leave retries under way. */
export async function startReceiver(refuses: () => boolean): Promise<Receiver> {
  const doors = new Map<string, Door>()
  let attempts = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        attempts++
        const door = doors.get(request.url ?? '')
        if (!door || refuses()) return void response.writeHead(500).end()
        const id = String(request.headers['webhook-id'])
        new Webhook(door.secret).verify(
          Buffer.concat(chunks).toString('utf8'),
          request.headers as Record<string, string>,
        )
        door.received.set(id, (door.received.get(id) ?? 0) + 1)
        response.writeHead(204).end()
      })
  })
  await listening(server)
  const { port } = server.address() as AddressInfo
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    expect: (path, secret) => doors.set(path, { secret, received: new Map() }),
    received: (path) => doors.get(path)?.received ?? new Map(),
    attempts: () => attempts,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const listening = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
