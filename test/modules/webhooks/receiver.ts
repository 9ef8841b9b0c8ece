import type { IncomingMessage, ServerResponse } from 'node:http'
import { listenOnLoopback, textOf } from '#test/support/loopback.ts'

/** An event as endpoints get it; held against its contract elsewhere. */
interface ReceivedEvent {
  id: string
  type: string
  resource_id: string
  sequence: number
  data: Record<string, unknown>
}

export interface Received {
  headers: Record<string, string>
  /** As it came, for verifying. */
  text: string
  body: ReceivedEvent
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
  const origin = await listenOnLoopback(async (request, response) => {
    const one = await read(request)
    received.push(one)
    respond(response, one)
  })
  return {
    url: `${origin}/hook`,
    received,
    answers: (how) => {
      respond = typeof how === 'number' ? (response) => response.writeHead(how).end(`status ${how}`) : how
    },
  }
}

async function read(request: IncomingMessage): Promise<Received> {
  const text = await textOf(request)
  return { headers: request.headers as Record<string, string>, text, body: JSON.parse(text) }
}
