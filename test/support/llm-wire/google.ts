// As https://ai.google.dev/api/generate-content and /api/embeddings have them.

import { z } from 'zod'
import { data, halves, NO_WORDS, type StubTokens, said, vectorsOf, type Wire } from './wire.ts'

const FINISH_REASONS = { complete: 'STOP', cut_off: 'MAX_TOKENS', declined: 'SAFETY' }

const content = z.object({ parts: said })

const generateBody = z.object({
  systemInstruction: content.optional(),
  contents: z.array(content),
  generationConfig: z.object({ maxOutputTokens: z.int().optional() }).optional(),
})

export const generateContent: Wire = {
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

const oneContent = z.object({ content, outputDimensionality: z.int() })

export const embedContentsBody = z
  .union([z.object({ requests: z.array(oneContent) }), oneContent.transform((one) => ({ requests: [one] }))])
  .transform(({ requests }) => ({
    dimensions: requests[0]?.outputDimensionality ?? 0,
    texts: requests.map(({ content: { parts } }) => parts),
  }))

/** One text is asked for in another way than several. Its count of tokens is not of every model. */
export const embedContents: Wire = {
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
