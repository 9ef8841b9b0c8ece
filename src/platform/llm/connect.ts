import type { LanguageModel } from 'ai'

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

type Connect = (settings: {
  apiKey: string
  baseURL: string | undefined
  organization: string | undefined
  fetch: typeof fetch
}) => Promise<(model: string) => LanguageModel>

/** A package is loaded when its provider is first asked. `google` and `gemini` are one. */
const CONNECT: Record<ProviderKind, Connect> = {
  openai: async ({ organization, baseURL = OFFICIAL.openai, ...settings }) => {
    const { createOpenAI } = await import('@ai-sdk/openai')
    return createOpenAI({ ...settings, baseURL, ...(organization && { organization }) }).responses
  },
  anthropic: async ({ apiKey, baseURL = OFFICIAL.anthropic, fetch }) => {
    const { createAnthropic } = await import('@ai-sdk/anthropic')
    return createAnthropic({ apiKey, baseURL, fetch })
  },
  google: connectGoogle,
  gemini: connectGoogle,
  custom: async ({ apiKey, baseURL = '', fetch }) => {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
    const settings = { name: 'custom', apiKey, baseURL, fetch, supportsStructuredOutputs: true }
    return createOpenAICompatible(settings)
  },
}

async function connectGoogle({ apiKey, baseURL = OFFICIAL.google, fetch }: Parameters<Connect>[0]) {
  const { createGoogle } = await import('@ai-sdk/google')
  return createGoogle({ apiKey, baseURL, fetch })
}

/** A model of a provider, reached by `fetch` alone. */
export async function connect(
  { provider, apiKey, endpoint, organizationId }: Connection,
  model: string,
  fetch: typeof globalThis.fetch,
): Promise<LanguageModel> {
  const baseURL = endpoint?.replace(/\/+$/, '')
  const of = await CONNECT[provider]({ apiKey, baseURL, organization: organizationId ?? undefined, fetch })
  return of(model)
}
