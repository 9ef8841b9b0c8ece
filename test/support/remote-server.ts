import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

export interface RemoteRequest {
  method: string
  url: URL
  headers: Record<string, string>
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
  body: any
}

export interface RemoteAnswer {
  status: number
  body: unknown
}

/** Somebody's JSON API on loopback, closed at the end of the file. */
export async function remoteServer(answer: (request: RemoteRequest) => RemoteAnswer): Promise<string> {
  const server = createServer(async (request, response) => {
    const { status, body } = answer(await read(request))
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function read(request: IncomingMessage): Promise<RemoteRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return {
    method: request.method ?? '',
    url: new URL(request.url ?? '/', 'http://127.0.0.1'),
    headers: request.headers as Record<string, string>,
    body: text === '' ? undefined : JSON.parse(text),
  }
}

export function cosine(a: number[], b: number[]): number {
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
