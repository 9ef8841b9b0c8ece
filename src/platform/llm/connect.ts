import type { EmbeddingModel, LanguageModel } from 'ai'

export type ProviderKind = 'openai' | 'anthropic' | 'google' | 'gemini' | 'custom'

/** Whose model is asked, and as whom. */
export interface Connection {
  provider: ProviderKind
  apiKey: string
  /** The address of the API with its version; without it the provider's own. A `custom` one always has it. */
  endpoint: string | null
  organizationId: string | null
}

/** The addresses are named here, because the packages would else look for them in the environment. */
const OFFICIAL = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
} as const

/** What a provider's package has for the name of a model. */
interface Models {
  language: (model: string) => LanguageModel
  /** Absent where the maker has none. */
  embedding?: (model: string) => EmbeddingModel
}

type Connect = (settings: {
  apiKey: string
  baseURL: string | undefined
  organization: string | undefined
  fetch: typeof fetch
}) => Promise<Models>

/** A package is loaded when its provider is first asked. `google` and `gemini` are one. */
const CONNECT: Record<ProviderKind, Connect> = {
  openai: async ({ organization, baseURL = OFFICIAL.openai, ...settings }) => {
    const { createOpenAI } = await import('@ai-sdk/openai')
    const openai = createOpenAI({ ...settings, baseURL, ...(organization && { organization }) })
    return { language: openai.responses, embedding: openai.embeddingModel }
  },
  anthropic: async ({ apiKey, baseURL = OFFICIAL.anthropic, fetch }) => {
    const { createAnthropic } = await import('@ai-sdk/anthropic')
    return { language: createAnthropic({ apiKey, baseURL, fetch }) }
  },
  google: connectGoogle,
  gemini: connectGoogle,
  custom: async ({ apiKey, baseURL = '', fetch }) => {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
    const settings = { name: 'custom', apiKey, baseURL, fetch, supportsStructuredOutputs: true }
    const custom = createOpenAICompatible(settings)
    return { language: custom, embedding: custom.embeddingModel }
  },
}

async function connectGoogle({ apiKey, baseURL = OFFICIAL.google, fetch }: Parameters<Connect>[0]) {
  const { createGoogle } = await import('@ai-sdk/google')
  const google = createGoogle({ apiKey, baseURL, fetch })
  return { language: google, embedding: google.embeddingModel }
}

/** The models of a provider, reached by `fetch` alone. */
export function connect(
  { provider, apiKey, endpoint, organizationId }: Connection,
  fetch: typeof globalThis.fetch,
): Promise<Models> {
  const baseURL = endpoint?.replace(/\/+$/, '')
  return CONNECT[provider]({ apiKey, baseURL, organization: organizationId ?? undefined, fetch })
}
