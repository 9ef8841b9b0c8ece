import { z } from 'zod'
import { messages } from './anthropic.ts'
import { embedContents, embedContentsBody, generateContent } from './google.ts'
import { chat, embeddings, embeddingsBody, responses } from './openai.ts'
import type { Format, Wire } from './wire.ts'

/** What a request for vectors asks for, of either format. */
export const textsToEmbed = (body: unknown): { texts: string[]; dimensions: number } =>
  z.union([embeddingsBody, embedContentsBody]).parse(body)

/** The wire formats of the makers of models, as their public references describe them. */
export const WIRES: Record<Format, Wire> = {
  responses,
  chat,
  messages,
  generateContent,
  embeddings,
  embedContents,
}
