import type { AnswerValue, Criterion, CriterionResult, Evidence, Question } from '#src/db/schema/screening.ts'
import { type Said, wholeOf, wordOf } from './evidence.ts'

/** A question as it was answered. */
export interface Answered {
  question: Question
  /** Of the answer to the question itself; null where it was left out. */
  value: AnswerValue
  said: readonly Said[]
}

/** What is scored by rules alone; a criterion that is judged has no score yet. */
export const scoreByRules = (answered: Answered): CriterionResult[] =>
  answered.question.criteria.map((criterion) => {
    const base = {
      question_id: answered.question.id,
      criterion: criterion.name,
      weight: criterion.weight,
      ...(criterion.knockout && { knockout: true }),
    }
    const measured = answered.value === null ? undefined : measure(answered, criterion)
    if (!measured) {
      const reason = answered.value === null ? 'not answered' : null
      return { ...base, score: null, by: null, reason, evidence: [] }
    }
    return { ...base, ...measured, by: 'rules' }
  })

export const isJudged = ({ keywords }: Criterion, { kind }: Question): boolean =>
  kind === 'free_text' && !keywords

interface Measured {
  score: number
  reason: string
  evidence: Evidence[]
}

function measure(answered: Answered, criterion: Criterion): Measured | undefined {
  const { question, value, said } = answered
  if (question.kind === 'free_text')
    return criterion.keywords ? byKeywords(said, criterion.keywords) : undefined
  const meets = MEASURES[question.kind](value, criterion)
  const evidence = said.slice(0, 1).map(wholeOf)
  return { score: meets ? 100 : 0, reason: meets ? 'as asked for' : 'not as asked for', evidence }
}

const MEASURES = {
  choice: (value: AnswerValue, { accepted = [] }: Criterion) => accepted.includes(String(value)),
  yes_no: (value: AnswerValue, { expected }: Criterion) => value === expected,
  number: (value: AnswerValue, { minimum, maximum }: Criterion) =>
    Number(value) >= (minimum ?? Number.NEGATIVE_INFINITY) &&
    Number(value) <= (maximum ?? Number.POSITIVE_INFINITY),
}

function byKeywords(said: readonly Said[], keywords: readonly string[]): Measured {
  const evidence = keywords.flatMap((word) => wordOf(said, word) ?? [])
  const score = Math.round((100 * evidence.length) / keywords.length)
  return { score, reason: `${evidence.length} of ${keywords.length} keywords`, evidence }
}
