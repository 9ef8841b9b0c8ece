import type { AnswerValue, Question } from '#src/db/schema/screening.ts'

/** What is wrong with an answer to a question; undefined for one that fits. */
export function faultOf(
  { kind, choices }: Question,
  answer: AnswerValue,
  isRequired: boolean,
): string | undefined {
  if (answer === null) return isRequired ? 'the question has to be answered' : undefined
  if (typeof answer !== TYPES[kind]) return `a ${kind} question takes a ${TYPES[kind]}`
  return choices && !choices.includes(String(answer)) ? 'none of the choices' : undefined
}

const TYPES = { free_text: 'string', choice: 'string', number: 'number', yes_no: 'boolean' } as const

/** An answer as people read it. */
export function wordsOf(answer: AnswerValue): string {
  if (answer === null) return '(no answer)'
  if (typeof answer === 'boolean') return answer ? 'Yes' : 'No'
  return String(answer)
}
