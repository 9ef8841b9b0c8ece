import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type { FastifyInstance } from 'fastify'
import type { Answer } from './answer.ts'

export interface Message {
  id: number | undefined
  event: string | undefined
  data: Record<string, unknown>
}

/** An answer that goes on, read over a socket of its own as an EventSource does. */
export interface MessageStream {
  /** Its head; the whole of it when it is no event stream. */
  readonly answer: Answer
  /** The next message; undefined when the stream has ended. */
  next(): Promise<Message | undefined>
  take(count: number): Promise<Message[]>
  /** What is still to come, until the server ends the stream. */
  rest(): Promise<Message[]>
  /** Goes away without a word. */
  close(): void
}

const origins = new WeakMap<FastifyInstance, Promise<string>>()

/** Where an app listens, which otherwise is called without a socket. */
function originOf(app: FastifyInstance): Promise<string> {
  const origin = origins.get(app) ?? app.listen({ host: '127.0.0.1', port: 0 })
  origins.set(app, origin)
  return origin
}

export const openMessageStream = async (
  app: FastifyInstance,
  path: string,
  headers: Record<string, string>,
): Promise<MessageStream> => readMessageStream(`${await originOf(app)}${path}`, headers)

/** Also of a server in a process of its own. */
export async function readMessageStream(
  url: string,
  headers: Record<string, string>,
): Promise<MessageStream> {
  const away = new AbortController()
  const response = await fetch(url, { headers, signal: away.signal })
  const isStream = response.headers.get('content-type') === 'text/event-stream'
  const text = isStream ? '' : await response.text()
  const answer = {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: text === '' ? text : JSON.parse(text),
    text,
  }
  const messages = isStream && response.body ? messagesOf(response.body) : messagesOf(new Blob([]).stream())
  const next = async () => (await messages.next()).value ?? undefined
  return {
    answer,
    next,
    take: async (count) => {
      const taken: Message[] = []
      while (taken.length < count) taken.push((await next()) ?? fail(taken))
      return taken
    },
    rest: async () => {
      const rest: Message[] = []
      for await (const message of messages) rest.push(message)
      return rest
    },
    close: () => away.abort(),
  }
}

async function* messagesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Message, undefined> {
  const read: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (message) => read.push(message) })
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    for (const { id, event, data } of read.splice(0))
      yield { id: id === undefined ? undefined : Number(id), event, data: JSON.parse(data) }
  }
}

function fail(taken: Message[]): never {
  throw new Error(`the stream ended after ${taken.length} messages`)
}
