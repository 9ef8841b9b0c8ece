// The wire formats of the makers of models, as their public references describe them:
//   https://platform.openai.com/docs/api-reference/responses and /chat
//   https://docs.anthropic.com/en/api/messages and /messages-streaming
//   https://ai.google.dev/api/generate-content
// and, of vectors, https://platform.openai.com/docs/api-reference/embeddings and https://ai.google.dev/api/embeddings

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

interface Wire {
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

const bearer = (headers: Record<string, string | undefined>) =>
  headers.authorization?.replace('Bearer ', '') ?? ''

const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`

/** A text in two halves, as nobody knows where a stream is cut. */
const halves = (text: string): string[] => [text.slice(0, text.length / 2), text.slice(text.length / 2)]

/** What somebody said, as a text or in parts. */
const said = z.union([
  z.string(),
  z.array(z.object({ text: z.string() })).transform((parts) => parts.map(({ text }) => text).join('')),
])
const line = z.object({ role: z.string(), content: said })

const saidBy = (lines: z.output<typeof line>[], isUser: boolean): string =>
  lines.find(({ role }) => (role === 'user') === isUser)?.content ?? ''

const responsesBody = z.object({
  model: z.string(),
  input: z.array(line),
  max_output_tokens: z.int().optional(),
  stream: z.boolean().optional(),
})

const responses: Wire = {
  path: /^\/v1\/responses$/,
  read: (body, _path, headers) => {
    const { model, input, max_output_tokens: maxOutputTokens = 0, stream = false } = responsesBody.parse(body)
    const [instructions, prompt] = [saidBy(input, false), saidBy(input, true)]
    return { model, key: bearer(headers), instructions, prompt, maxOutputTokens, stream }
  },
  whole: ({ text, tokens, ending }, model) => ({
    id: 'resp_1',
    object: 'response',
    created_at: 1_790_000_000,
    status: ending === 'complete' ? 'completed' : 'incomplete',
    incomplete_details:
      ending === 'complete'
        ? null
        : { reason: ending === 'cut_off' ? 'max_output_tokens' : 'content_filter' },
    error: null,
    model,
    output: [openAiMessage(text)],
    ...(tokens && {
      usage: {
        input_tokens: tokens.input,
        input_tokens_details: { cached_tokens: tokens.cachedInput, cache_write_tokens: tokens.cacheWrite },
        output_tokens: tokens.output,
        output_tokens_details: { reasoning_tokens: tokens.reasoning ?? 0 },
        total_tokens: tokens.input + tokens.output,
      },
    }),
  }),
  pieces: (spoken, model) => {
    const at = { item_id: 'msg_1', output_index: 0, content_index: 0 }
    const response = responses.whole(spoken, model)
    return [
      data({ type: 'response.created', response: { id: 'resp_1', created_at: 1_790_000_000, model } }),
      data({ type: 'response.output_item.added', output_index: 0, item: openAiMessage('') }),
      ...halves(spoken.text).map((delta) => data({ type: 'response.output_text.delta', ...at, delta })),
      data({ type: 'response.output_item.done', output_index: 0, item: openAiMessage(spoken.text) }),
      data({ type: 'response.completed', response }),
    ]
  },
  error: openAiError,
}

const openAiMessage = (text: string) => ({
  type: 'message',
  id: 'msg_1',
  status: 'completed',
  role: 'assistant',
  content: text === '' ? [] : [{ type: 'output_text', text, annotations: [] }],
})

function openAiError(status: number, message: string) {
  const code = status === 401 ? 'invalid_api_key' : null
  return { error: { message, type: 'invalid_request_error', param: null, code } }
}

const CHAT_ENDINGS = { complete: 'stop', cut_off: 'length', declined: 'content_filter' }

const chatBody = z.object({
  model: z.string(),
  messages: z.array(line),
  max_tokens: z.int().optional(),
  stream: z.boolean().optional(),
})

const chat: Wire = {
  path: /^\/v1\/chat\/completions$/,
  read: (body, _path, headers) => {
    const { model, messages, max_tokens: maxOutputTokens = 0, stream = false } = chatBody.parse(body)
    const [instructions, prompt] = [saidBy(messages, false), saidBy(messages, true)]
    return { model, key: bearer(headers), instructions, prompt, maxOutputTokens, stream }
  },
  whole: ({ text, tokens, ending }, model) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_790_000_000,
    model,
    choices: [
      { index: 0, message: { role: 'assistant', content: text }, finish_reason: CHAT_ENDINGS[ending] },
    ],
    ...(tokens && { usage: chatUsage(tokens) }),
  }),
  pieces: ({ text, tokens, ending }, model) => {
    const chunk = (delta: object, finish_reason: string | null = null) =>
      data({
        id: 'chatcmpl-1',
        object: 'chat.completion.chunk',
        created: 1_790_000_000,
        model,
        choices: [{ index: 0, delta, finish_reason }],
        ...(finish_reason && tokens && { usage: chatUsage(tokens) }),
      })
    return [
      ...halves(text).map((content) => chunk({ role: 'assistant', content })),
      chunk({}, CHAT_ENDINGS[ending]),
      'data: [DONE]\n\n',
    ]
  },
  error: openAiError,
}

const chatUsage = ({ input, cachedInput, output, reasoning = 0 }: StubTokens) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
  prompt_tokens_details: { cached_tokens: cachedInput },
  completion_tokens_details: { reasoning_tokens: reasoning },
})

const STOP_REASONS = { complete: 'end_turn', cut_off: 'max_tokens', declined: 'refusal' }

const messagesBody = z.object({
  model: z.string(),
  system: said.optional(),
  messages: z.array(line),
  max_tokens: z.int(),
  stream: z.boolean().optional(),
})

const messages: Wire = {
  path: /^\/v1\/messages$/,
  read: (body, _path, headers) => {
    const { model, system = '', messages, max_tokens, stream = false } = messagesBody.parse(body)
    const prompt = saidBy(messages, true)
    const key = headers['x-api-key'] ?? ''
    return { model, key, instructions: system, prompt, maxOutputTokens: max_tokens, stream }
  },
  whole: ({ text, tokens, ending }, model) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text }],
    stop_reason: STOP_REASONS[ending],
    stop_sequence: null,
    ...(tokens && { usage: anthropicUsage(tokens) }),
  }),
  pieces: (spoken, model) => {
    const event = (type: string, more: object) => `event: ${type}\n${data({ type, ...more })}`
    const {
      content: _,
      stop_reason: __,
      ...message
    } = messages.whole(spoken, model) as Record<string, unknown>
    return [
      event('message_start', { message: { ...message, content: [], stop_reason: null } }),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      ...halves(spoken.text).map((text) =>
        event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
      ),
      event('content_block_stop', { index: 0 }),
      event('message_delta', {
        delta: { stop_reason: STOP_REASONS[spoken.ending], stop_sequence: null },
        usage: { output_tokens: spoken.tokens?.output ?? 0 },
      }),
      event('message_stop', {}),
    ]
  },
  error: (status, message) => ({
    type: 'error',
    error: { type: status === 401 ? 'authentication_error' : 'api_error', message },
  }),
}

/** Its `input_tokens` are those that were in no cache. */
const anthropicUsage = ({ input, cachedInput, cacheWrite = 0, output }: StubTokens) => ({
  input_tokens: input - cachedInput - cacheWrite,
  cache_creation_input_tokens: cacheWrite,
  cache_read_input_tokens: cachedInput,
  output_tokens: output,
})

const FINISH_REASONS = { complete: 'STOP', cut_off: 'MAX_TOKENS', declined: 'SAFETY' }

const content = z.object({ parts: said })

const generateBody = z.object({
  systemInstruction: content.optional(),
  contents: z.array(content),
  generationConfig: z.object({ maxOutputTokens: z.int().optional() }).optional(),
})

const generateContent: Wire = {
  path: /^\/v1beta\/models\/([^/:]+):(generateContent|streamGenerateContent)$/,
  read: (body, path, headers) => {
    const { systemInstruction, contents, generationConfig } = generateBody.parse(body)
    return {
      model: generateContent.path.exec(path)?.[1] ?? '',
      key: headers['x-goog-api-key'] ?? '',
      instructions: systemInstruction?.parts ?? '',
      prompt: contents[0]?.parts ?? '',
      maxOutputTokens: generationConfig?.maxOutputTokens ?? 0,
      stream: path.endsWith(':streamGenerateContent'),
    }
  },
  whole: ({ text, tokens, ending }, model) => ({
    candidates: [
      { content: { role: 'model', parts: [{ text }] }, finishReason: FINISH_REASONS[ending], index: 0 },
    ],
    ...(tokens && { usageMetadata: googleUsage(tokens) }),
    modelVersion: model,
    responseId: 'r1',
  }),
  pieces: ({ text, tokens, ending }, model) =>
    halves(text).map((half, i) =>
      data({
        candidates: [
          {
            content: { role: 'model', parts: [{ text: half }] },
            index: 0,
            ...(i === 1 && { finishReason: FINISH_REASONS[ending] }),
          },
        ],
        ...(tokens && { usageMetadata: googleUsage(tokens) }),
        modelVersion: model,
      }),
    ),
  error: (code, message) => ({
    error: { code, message, status: code === 401 ? 'UNAUTHENTICATED' : 'UNKNOWN' },
  }),
}

/** Its thoughts are no part of what it says, and cost the same. */
const googleUsage = ({ input, cachedInput, output, reasoning = 0 }: StubTokens) => ({
  promptTokenCount: input,
  cachedContentTokenCount: cachedInput,
  candidatesTokenCount: output - reasoning,
  thoughtsTokenCount: reasoning,
  totalTokenCount: input + output,
})

const embeddingsBody = z
  .object({ model: z.string(), input: z.array(z.string()), dimensions: z.int() })
  .transform(({ input, ...rest }) => ({ ...rest, texts: input }))

const oneContent = z.object({ content, outputDimensionality: z.int() })

const embedContentsBody = z
  .union([z.object({ requests: z.array(oneContent) }), oneContent.transform((one) => ({ requests: [one] }))])
  .transform(({ requests }) => ({
    dimensions: requests[0]?.outputDimensionality ?? 0,
    texts: requests.map(({ content: { parts } }) => parts),
  }))

/** What a request for vectors asks for, of either format. */
export const textsToEmbed = (body: unknown): { texts: string[]; dimensions: number } =>
  z.union([embeddingsBody, embedContentsBody]).parse(body)

/** Of vectors: what is said is a JSON array of them, and what is asked the texts, one a line. */
const embeddings: Wire = {
  path: /^\/v1\/embeddings$/,
  read: (body, _path, headers) => {
    const { model, texts } = embeddingsBody.parse(body)
    return { ...NO_WORDS, model, key: bearer(headers), prompt: texts.join('\n') }
  },
  whole: ({ text, tokens }, model) => ({
    object: 'list',
    model,
    data: vectorsOf(text).map((embedding, index) => ({ object: 'embedding', index, embedding })),
    ...(tokens && { usage: { prompt_tokens: tokens.input, total_tokens: tokens.input } }),
  }),
  pieces: () => [],
  error: openAiError,
}

const NO_WORDS = { instructions: '', maxOutputTokens: 0, stream: false }

const vectorsOf = (text: string): number[][] => JSON.parse(text)

/** One text is asked for in another way than several. Its count of tokens is not of every model. */
const embedContents: Wire = {
  path: /^\/v1beta\/models\/([^/:]+):(batchEmbedContents|embedContent)$/,
  read: (body, path, headers) => ({
    ...NO_WORDS,
    model: embedContents.path.exec(path)?.[1] ?? '',
    key: headers['x-goog-api-key'] ?? '',
    prompt: embedContentsBody.parse(body).texts.join('\n'),
  }),
  whole: ({ text, tokens }) => {
    const made = vectorsOf(text).map((values) => ({ values }))
    const counted = tokens && { usageMetadata: { promptTokenCount: tokens.input } }
    return { embeddings: made, embedding: made[0], ...counted }
  },
  pieces: () => [],
  error: generateContent.error,
}

export const WIRES: Record<Format, Wire> = {
  responses,
  chat,
  messages,
  generateContent,
  embeddings,
  embedContents,
}
