import type { LlmProvider } from '#src/db/schema/llm.ts'
import type { Price } from './cost.ts'

// What the makers ask, standard service, short prompts. A tenant who pays something else, or uses a model that is not here,
// says so at POST /v1/llm-providers/{id}/prices. Held on 2026-11-21 against stored copies of the makers' pages, the youngest of
// them some weeks old, so look at the page before you rely on a row:
//   OpenAI     https://developers.openai.com/api/docs/models/{model}, …/api/docs/pricing
//   Anthropic  https://platform.claude.com/docs/en/about-claude/pricing
//   Google     https://ai.google.dev/gemini-api/docs/pricing
// Seen there: gpt-6.2-sol, gpt-5-nano and the embeddings of OpenAI; Claude 4.5 to 5. Seen in others' copies of such a page:
// gpt-5.4, gpt-5.5 and the prices of Gemini. Unconfirmed, but said alike by two or more who list them:
// the rest. Where a maker asks nothing for writing to a cache that is its own idea, that costs what input does.
// Left out: prices for prompts of more than 200,000 tokens, because no question of ours is so long (MAX_QUESTION_BYTES);
// claude-haiku-5-5, whose price changes at 100,000; gpt-5.6-sol, whose price is an offer with no end that is known.

/** From midnight UTC of that day. */
type Dated = readonly [
  from: string,
  usd: readonly [input: number, cachedInput: number, cacheWrite: number, output: number],
]

type PricesOf = Record<string, readonly Dated[]>

const since = (from: string, ...usd: Dated[1]): Dated => [from, usd]
const BEFORE_THE_LIST = '2000-01-01'
/** Prices that were there before this list was. */
const always = (...usd: Dated[1]): Dated => since(BEFORE_THE_LIST, ...usd)

const OPENAI: PricesOf = {
  'gpt-6-astra': [always(10, 1, 12.5, 50)],
  'gpt-6-sol': [always(2, 0.2, 2.5, 10)],
  'gpt-6-luna': [always(0.1, 0.01, 0.125, 0.5)],
  'gpt-6.1-sol': [always(2, 0.1, 2.5, 10)],
  'gpt-6.1-terra': [always(1, 0.05, 1.25, 5)],
  'gpt-6.2-sol': [always(2, 0.1, 2.5, 10)],
  'gpt-5.6-terra': [since('2026-07-09', 2.5, 0.25, 3.125, 15), since('2026-07-30', 2, 0.2, 2.5, 12)],
  'gpt-5.6-luna': [since('2026-07-09', 1, 0.1, 1.25, 6), since('2026-07-30', 0.2, 0.02, 0.25, 1.2)],
  'gpt-5.5': [always(5, 0.5, 5, 30)],
  'gpt-5.4': [always(2.5, 0.25, 2.5, 15)],
  'gpt-5.4-mini': [always(0.75, 0.075, 0.75, 4.5)],
  'gpt-5.4-nano': [always(0.2, 0.02, 0.2, 1.25)],
  'gpt-5': [always(1.25, 0.125, 1.25, 10)],
  'gpt-5-mini': [always(0.25, 0.025, 0.25, 2)],
  'gpt-5-nano': [always(0.05, 0.005, 0.05, 0.4)],
  'gpt-4.1': [always(2, 0.5, 2, 8)],
  'gpt-4.1-mini': [always(0.4, 0.1, 0.4, 1.6)],
  'gpt-4.1-nano': [always(0.1, 0.025, 0.1, 0.4)],
  'gpt-4o': [always(2.5, 1.25, 2.5, 10)],
  'gpt-4o-mini': [always(0.15, 0.075, 0.15, 0.6)],
  'text-embedding-3-small': [always(0.02, 0.02, 0.02, 0)],
  'text-embedding-3-large': [always(0.13, 0.13, 0.13, 0)],
}

const ANTHROPIC: PricesOf = {
  'claude-opus-5-5': [always(4, 0.2, 5, 20)],
  'claude-opus-5': [always(5, 0.5, 6.25, 25)],
  'claude-opus-4-8': [always(5, 0.5, 6.25, 25)],
  'claude-opus-4-7': [always(5, 0.5, 6.25, 25)],
  'claude-opus-4-6': [always(5, 0.5, 6.25, 25)],
  'claude-opus-4-5': [always(5, 0.5, 6.25, 25)],
  'claude-sonnet-5-5': [always(2, 0.2, 2.5, 10), since('2026-10-07', 2, 0.1, 2.5, 10)],
  'claude-sonnet-5': [always(2, 0.2, 2.5, 10)],
  'claude-sonnet-4-6': [always(3, 0.3, 3.75, 15)],
  'claude-sonnet-4-5': [always(3, 0.3, 3.75, 15)],
  'claude-haiku-4-5': [always(1, 0.1, 1.25, 5)],
}

const GOOGLE: PricesOf = {
  'gemini-3.8-flash': [always(0.75, 0.075, 0.75, 3.75), since('2027-01-01', 1.5, 0.15, 1.5, 7.5)],
  'gemini-3.5-flash': [always(1.5, 0.15, 1.5, 9)],
  'gemini-3.5-flash-lite': [always(0.3, 0.03, 0.3, 2.5)],
  'gemini-2.5-pro': [always(1.25, 0.125, 1.25, 10)],
  'gemini-2.5-flash': [always(0.3, 0.03, 0.3, 2.5)],
  'gemini-2.5-flash-lite': [always(0.1, 0.01, 0.1, 0.4)],
  'gemini-embedding-001': [always(0.15, 0.15, 0.15, 0)],
}

/** `google` and `gemini` are one maker; who a `custom` endpoint belongs to, nobody knows. */
const BY_PROVIDER: Record<LlmProvider, PricesOf> = {
  openai: OPENAI,
  anthropic: ANTHROPIC,
  google: GOOGLE,
  gemini: GOOGLE,
  custom: {},
}

/** Dated snapshots cost what their model costs: `gpt-4o-2024-08-06`, `claude-sonnet-4-5-20250929`. */
const SNAPSHOT = /-(\d{4}-\d{2}-\d{2}|\d{8})$/

export interface ListPrice extends Price {
  /** Null for a price that was there before this list was. */
  effectiveFrom: Date | null
}

/** The list price of a model at a time; undefined for a model that the list does not know. */
export function listPriceOf(provider: LlmProvider, model: string, at: Date): ListPrice | undefined {
  const known = BY_PROVIDER[provider]
  const name = Object.hasOwn(known, model) ? model : model.replace(SNAPSHOT, '')
  const dated = Object.hasOwn(known, name) ? (known[name] ?? []) : []
  const held = dated.findLast(([from]) => new Date(from) <= at)
  if (!held) return undefined
  const [from, [input, cachedInput, cacheWrite, output]] = held
  return {
    input: microUsd(input),
    cachedInput: microUsd(cachedInput),
    cacheWrite: microUsd(cacheWrite),
    output: microUsd(output),
    effectiveFrom: from === BEFORE_THE_LIST ? null : new Date(from),
  }
}

const microUsd = (usd: number): number => Math.round(usd * 1_000_000)
