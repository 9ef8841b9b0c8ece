import type { Criterion, CriterionResult, Evidence } from '#src/db/schema/screening.ts'
import { type CallContext, callModel, prompts } from '#src/modules/llm/index.ts'
import type { SessionRow } from '../sessions.repo.ts'
import { evidenceOf } from './evidence.ts'
import { type Answered, isJudged } from './score-by-rules.ts'

interface Scored {
  results: CriterionResult[]
  lineageId: string | null
}

interface Asked {
  session: Pick<SessionRow, 'id' | 'aiProviders'>
  /** Of the candidate, which the tenant may keep from models. */
  name: string
  signal: AbortSignal
}

const MAX_OUTPUT_TOKENS = 2000
/** What no column of a database takes, or no reader sees. */
const UNSTORABLE = /[\p{Cc}\p{Cs}]+/gu

/**
 * Has a model judge what rules cannot. A score stands only on words that the candidate wrote: quotes that nobody wrote are
 * dropped, and a score with none left is none. Where no model answers, the results are as they were.
 */
export async function scoreByModel(
  ctx: CallContext,
  answered: Answered,
  results: CriterionResult[],
  { session, name, signal }: Asked,
): Promise<Scored> {
  const { question, value, said } = answered
  const judged = question.criteria.filter((criterion) => isJudged(criterion, question))
  if (judged.length === 0 || value === null) return { results, lineageId: null }
  const called = await callModel(ctx, {
    feature: 'answer_scoring',
    entity: { type: 'screening', id: session.id },
    prompt: prompts.answerScoring,
    input: {
      question: question.text,
      criteria: criteriaText(judged),
      messages: JSON.stringify(said.map(({ guarded }) => guarded.text.trim())),
    },
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    among: session.aiProviders,
    personal: { names: [name] },
    signal,
  })
  if (!called.ok) return { results, lineageId: called.lineageId }
  const byName = new Map<string, CriterionResult>()
  for (const { criterion, score, reason, quotes } of called.value.scores) {
    const name = judged[criterion - 1]?.name
    const before = results.find((result) => result.criterion === name)
    if (name === undefined || !before || byName.has(name)) continue
    const evidence = distinct(quotes.flatMap((quote) => evidenceOf(said, quote) ?? []))
    const isShown = evidence.length > 0
    byName.set(name, {
      ...before,
      score: isShown ? score : null,
      by: isShown ? 'model' : null,
      reason: isShown
        ? reason.replace(UNSTORABLE, ' ').trim()
        : 'nothing that was written shows it, or the contrary',
      evidence,
    })
  }
  return {
    results: results.map((result) => byName.get(result.criterion) ?? result),
    lineageId: called.lineageId,
  }
}

export const criteriaText = (criteria: readonly Criterion[]): string =>
  criteria
    .map(({ name, description }, i) => `${i + 1}. ${name}${description ? `: ${description}` : ''}`)
    .join('\n')

const distinct = (evidence: Evidence[]): Evidence[] => [
  ...new Map(evidence.map((one) => [`${one.sequence}:${one.start}:${one.end}`, one])).values(),
]
