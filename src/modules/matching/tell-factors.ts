import type { RequestContext } from '#src/http/context.ts'
import { callModel, prompts } from '#src/modules/llm/index.ts'
import { explain } from '#src/modules/scoring/explain.ts'
import type { Factor } from '#src/modules/scoring/score.ts'
import { isFaithful, type Said } from './faithful.ts'
import { WORDS } from './linking-words.ts'
import type { ExplainedRow } from './matches.read.ts'
import type { Language } from './matching.schemas.ts'

/** What models are told: the factors of a match, and what else they need. */
export interface ToTell {
  match: Pick<ExplainedRow, 'id' | 'factors'>
  language: Language
  /** Whether the candidate wants no AI. */
  declined: boolean
  /** Of the candidate. */
  names: string[]
  /** What the resume says where a factor cites it. */
  quotes: ReadonlyMap<Factor, string>
}

/** `reason`: why the plain text is told instead; null where a model's sentences are. */
export type Told =
  | { sentences: (Said & { quotes: string[] })[]; reason: null; lineageId: string }
  | { reason: string; lineageId: string | null }

const DAY_MS = 24 * 60 * 60_000
const TIMEOUT_MS = 20_000
/** For some twenty sentences in any language. */
const MAX_OUTPUT_TOKENS = 3_000

/** The factors in a model's sentences. The same factors have the same sentences for a day. */
export async function polish(ctx: RequestContext, told: ToTell): Promise<Told> {
  if (told.declined) return DECLINED
  const call = { ...callOf(told), feature: 'explanation', prompt: prompts.matchExplanation } as const
  const result = await callModel(ctx, { ...call, cacheForMs: DAY_MS })
  if (!result.ok) return { reason: result.reason, lineageId: result.lineageId }
  const sentences = result.value.sentences.map((said) => ({ ...said, quotes: [] }))
  return checked(told, sentences, result.lineageId)
}

/** The factors in a model's sentences, with quotes that stand where the factors cite the resume, letter by letter. */
export async function summarize(ctx: RequestContext, told: ToTell): Promise<Told> {
  if (told.declined) return DECLINED
  const result = await callModel(ctx, {
    ...callOf(told),
    feature: 'candidate_summary',
    prompt: prompts.candidateSummary,
  })
  if (!result.ok) return { reason: result.reason, lineageId: result.lineageId }
  const { factors } = told.match
  const isVerbatim = ({ factors: numbers, quotes }: Said & { quotes: string[] }) =>
    quotes.every((quote) =>
      numbers.some((n) => {
        const factor = factors[n - 1]
        return quote !== '' && factor !== undefined && told.quotes.get(factor)?.includes(quote)
      }),
    )
  if (!result.value.sentences.every(isVerbatim)) return { reason: UNFAITHFUL, lineageId: result.lineageId }
  return checked(told, result.value.sentences, result.lineageId)
}

const UNFAITHFUL = 'unfaithful'
const DECLINED: Told = { reason: 'candidate_declined', lineageId: null }

const checked = (
  { match, language }: ToTell,
  sentences: (Said & { quotes: string[] })[],
  lineageId: string,
): Told =>
  isFaithful(sentences, match.factors, language)
    ? { sentences, reason: null, lineageId }
    : { reason: UNFAITHFUL, lineageId }

function callOf({ match, language, names, quotes }: ToTell) {
  const { summary, reasons } = explain(match.factors, language)
  const { linking, denying } = WORDS[language]
  const facts = match.factors.map((factor, i) =>
    JSON.stringify({
      factor: i + 1,
      kind: factor.kind,
      asked: factor.requirement,
      found: factor.candidate_value,
      ...(quotes.has(factor) && { quote: quotes.get(factor) }),
    }),
  )
  return {
    entity: { type: 'match', id: match.id },
    input: {
      language,
      facts: facts.join('\n'),
      plain: [summary, ...reasons].join('\n'),
      words: [...linking, ...denying].join(' '),
    },
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    timeoutMs: TIMEOUT_MS,
    personal: { names },
  }
}

export const textOf = (sentences: readonly Said[]): string =>
  sentences.map(({ text }) => text.trim()).join(' ')
