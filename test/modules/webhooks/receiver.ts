import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

export interface Received {
  headers: Record<string, string>
  /** As it came, for verifying. */
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  body: any
}

type Respond = (response: ServerResponse, received: Received) => void

export interface Receiver {
  url: string
  received: Received[]
  /** How it answers from now on: a status, or by hand. */
  answers(how: number | Respond): void
}

/** A stranger's server on loopback, closed at the end of the file. Answers 204 until told otherwise. */
export async function receiver(): Promise<Receiver> {
  const received: Received[] = []
  let respond: Respond = (response) => response.writeHead(204).end()
  const server = createServer(async (request, response) => {
    const one = await read(request)
    received.push(one)
    respond(response, one)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answers: (how) => {
      respond = typeof how === 'number' ? (response) => response.writeHead(how).end(`status ${how}`) : how
    },
  }
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return { headers: request.headers as Record<string, string>, text, body: JSON.parse(text) }
}
