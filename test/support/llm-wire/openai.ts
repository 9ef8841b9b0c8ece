// As https://platform.openai.com/docs/api-reference has them: /responses, /chat and /embeddings.

import { z } from 'zod'
import {
  bearer,
  data,
  halves,
  line,
  NO_WORDS,
  type StubTokens,
  saidBy,
  vectorsOf,
  type Wire,
} from './wire.ts'

const responsesBody = z.object({
  model: z.string(),
  input: z.array(line),
  max_output_tokens: z.int().optional(),
  stream: z.boolean().optional(),
})

export const responses: Wire = {
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

export const chat: Wire = {
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

export const embeddingsBody = z
  .object({ model: z.string(), input: z.array(z.string()), dimensions: z.int() })
  .transform(({ input, ...rest }) => ({ ...rest, texts: input }))

export const embeddings: Wire = {
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
