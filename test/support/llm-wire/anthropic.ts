// As https://docs.anthropic.com/en/api/messages and /messages-streaming have them.

import { z } from 'zod'
import { data, halves, line, type StubTokens, said, saidBy, type Wire } from './wire.ts'

const STOP_REASONS = { complete: 'end_turn', cut_off: 'max_tokens', declined: 'refusal' }

const messagesBody = z.object({
  model: z.string(),
  system: said.optional(),
  messages: z.array(line),
  max_tokens: z.int(),
  stream: z.boolean().optional(),
})

export const messages: Wire = {
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
