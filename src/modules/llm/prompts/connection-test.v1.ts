import { z } from 'zod'
import { definePrompt } from './prompt.ts'

/** The least there is to ask: whether a key works, a model exists, and an answer can have a form. */
export const connectionTest = definePrompt({
  id: 'connection-test',
  version: 1,
  instructions: 'You check a connection. Answer with the JSON that is asked for and nothing else.',
  template: 'Set "ok" to true and "echo" to the word {{word}}.',
  names: ['word'],
  schema: z.strictObject({ ok: z.boolean(), echo: z.string().max(100) }),
})
