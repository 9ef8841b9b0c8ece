import { z } from 'zod'

export type Format = 'responses' | 'chat' | 'messages' | 'generateContent' | 'embeddings' | 'embedContents'

/** A question, whatever its format. */
export interface Asked {
  format: Format
  model: string
  /** The key it came with. */
  key: string
  instructions: string
  prompt: string
  maxOutputTokens: number
  stream: boolean
  headers: Record<string, string | undefined>
  body: unknown
}

export interface StubTokens {
  input: number
  cachedInput: number
  cacheWrite?: number
  /** With those of its reasoning. */
  output: number
  reasoning?: number
}

export interface Spoken {
  text: string
  /** Null for a maker that counts none. */
  tokens: StubTokens | null
  ending: 'complete' | 'cut_off' | 'declined'
}

export interface Wire {
  /** The path, up to a model's name. */
  path: RegExp
  read(
    body: unknown,
    path: string,
    headers: Record<string, string | undefined>,
  ): Omit<Asked, 'format' | 'headers' | 'body'>
  whole(spoken: Spoken, model: string): object
  /** Lines of a stream of server-sent events. */
  pieces(spoken: Spoken, model: string): string[]
  error(status: number, message: string): object
}

export const bearer = (headers: Record<string, string | undefined>) =>
  headers.authorization?.replace('Bearer ', '') ?? ''

export const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`

/** A text in two halves, as nobody knows where a stream is cut. */
export const halves = (text: string): string[] => [
  text.slice(0, text.length / 2),
  text.slice(text.length / 2),
]

/** What somebody said, as a text or in parts. */
export const said = z.union([
  z.string(),
  z.array(z.object({ text: z.string() })).transform((parts) => parts.map(({ text }) => text).join('')),
])
export const line = z.object({ role: z.string(), content: said })

export const saidBy = (lines: z.output<typeof line>[], isUser: boolean): string =>
  lines.find(({ role }) => (role === 'user') === isUser)?.content ?? ''

/** Of questions for vectors. */
export const NO_WORDS = { instructions: '', maxOutputTokens: 0, stream: false }

/** What is said of vectors is a JSON array of them, and what is asked the texts, one a line. */
export const vectorsOf = (text: string): number[][] => JSON.parse(text)
