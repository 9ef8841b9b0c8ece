import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface Receiver {
  url: string
  /** Set once the endpoint was made: deliveries before it wait in the queue, none comes earlier. */
  secret: string
  /** Event types received and verified, in the order of arrival; a repeated delivery counts once. */
  verified: string[]
  refused: number
  close(): Promise<void>
}

/** What an integrator runs: takes webhooks on loopback and verifies each by the published library. */
export async function startReceiver(): Promise<Receiver> {
  const seen = new Set<string>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const id = String(request.headers['webhook-id'])
      try {
        new Webhook(receiver.secret).verify(body, request.headers as Record<string, string>)
        if (!seen.has(id)) receiver.verified.push((JSON.parse(body) as { type: string }).type)
        seen.add(id)
        response.writeHead(204).end()
      } catch {
        receiver.refused++
        response.writeHead(401).end()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hooks`,
    secret: '',
    verified: [],
    refused: 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return receiver
}
