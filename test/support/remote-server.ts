import type { IncomingMessage } from 'node:http'
import { listenOnLoopback, textOf } from './loopback.ts'

export interface RemoteRequest {
  method: string
  url: URL
  headers: Record<string, string>
  body: unknown
}

export interface RemoteAnswer {
  status: number
  body: unknown
}

/** Somebody's JSON API on loopback, closed at the end of the file. */
export const remoteServer = (answer: (request: RemoteRequest) => RemoteAnswer): Promise<string> =>
  listenOnLoopback(async (request, response) => {
    const { status, body } = answer(await read(request))
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })

async function read(request: IncomingMessage): Promise<RemoteRequest> {
  const text = await textOf(request)
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
