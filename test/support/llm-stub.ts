import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Asked, Format, Spoken, StubTokens } from './llm-wire/wire.ts'
import { textsToEmbed, WIRES } from './llm-wire/wires.ts'
import { listenOnLoopback, textOf } from './loopback.ts'

/** An answer; or a refusal; or bytes that are no answer. What is left out is as usual. */
export type Reply =
  | Partial<Spoken>
  | { status: number; headers?: Record<string, string>; message?: string }
  | { raw: string }

export interface LlmStub {
  origin: string
  /** Every question, in the order they came. */
  asked: Asked[]
  /** What was answered in full and counted, and is therefore to be paid. */
  paid: (StubTokens & { model: string })[]
  /** Decides from now on. A promise is waited for, so a model may be as slow as a test likes. */
  replies(how: (asked: Asked, nth: number) => Reply | Promise<Reply>): void
  /** Resolves when so many questions have come. */
  until(questions: number): Promise<void>
}

const FORMATS = Object.keys(WIRES) as Format[]

/**
 * A maker of models on loopback, of all formats at once: `{origin}/v1` for OpenAI, its likes and Anthropic, `{origin}/v1beta`
 * for Google. Without being told it says whatever the connection test wants to hear.
 */
export async function llmStub(): Promise<LlmStub> {
  const asked: Asked[] = []
  const paid: LlmStub['paid'] = []
  const waiting: { questions: number; come: () => void }[] = []
  let decide: Parameters<LlmStub['replies']>[0] = echo
  const origin = await listenOnLoopback(async (request, response) => {
    const question = await read(request)
    if (!question) return response.writeHead(404).end('{}')
    asked.push(question)
    for (const { questions, come } of waiting) if (asked.length >= questions) come()
    await respond(response, question, await decide(question, asked.length), paid)
  })
  return {
    origin,
    asked,
    paid,
    replies: (how) => {
      decide = how
    },
    until: async (questions) => {
      if (asked.length >= questions) return
      await new Promise<void>((come) => waiting.push({ questions, come }))
    },
  }
}

/** The answer to the connection test. */
export const echo = ({ prompt }: Pick<Asked, 'prompt'>): Reply => ({
  text: JSON.stringify({ ok: true, echo: /the word (\w+)/.exec(prompt)?.[1] ?? '' }),
})

/** Vectors of the texts that were asked for: of each, how often it has the letters a, b, c and so on. */
export function vectors({ body }: Pick<Asked, 'body'>): { text: string } {
  const { texts, dimensions } = textsToEmbed(body)
  const made = texts.map((text) =>
    Array.from({ length: dimensions }, (_, i) => text.toLowerCase().split(letter(i)).length - 1),
  )
  return { text: JSON.stringify(made) }
}

const letter = (i: number): string => String.fromCharCode(97 + i)

async function read(request: IncomingMessage): Promise<Asked | undefined> {
  const path = (request.url ?? '').split('?')[0] ?? ''
  const format = FORMATS.find((name) => WIRES[name].path.test(path))
  if (!format) return undefined
  const headers = request.headers as Record<string, string | undefined>
  const body: unknown = JSON.parse(await textOf(request))
  return { ...WIRES[format].read(body, path, headers), format, headers, body }
}

async function respond(
  response: ServerResponse,
  { format, model, prompt, instructions, stream }: Asked,
  reply: Reply,
  paid: LlmStub['paid'],
): Promise<void> {
  const wire = WIRES[format]
  const json = { 'content-type': 'application/json' }
  if ('raw' in reply) {
    response.writeHead(200, json).end(reply.raw)
  } else if ('status' in reply) {
    const { status, headers = {}, message = 'no' } = reply
    response.writeHead(status, { ...json, ...headers }).end(JSON.stringify(wire.error(status, message)))
  } else {
    const text = reply.text ?? ''
    const counted = countedOf(`${instructions}${prompt}`, text)
    const tokens = reply.tokens === undefined ? counted : reply.tokens
    const spoken = { text, tokens, ending: reply.ending ?? 'complete' } as const
    // Whoever has gone away hears nothing, and pays nothing.
    if (response.socket?.destroyed) return
    if (tokens) paid.push({ ...tokens, model })
    if (!stream) response.writeHead(200, json).end(JSON.stringify(wire.whole(spoken, model)))
    else {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const piece of wire.pieces(spoken, model)) response.write(piece)
      response.end()
    }
  }
}

/** Some four bytes a token, as of English text. */
const countedOf = (said: string, text: string): StubTokens => ({
  input: Math.ceil(Buffer.byteLength(said) / 4),
  cachedInput: 0,
  output: Math.ceil(Buffer.byteLength(text) / 4),
})
