import { expect, test } from 'vitest'
import { isFitQuestion } from './fit-question.ts'

test.each([
  'What did you do when it failed at night?',
  'Wie haben Sie das Problem gelöst?',
  'How did you manage the project’s budget?',
])('%s may be asked', (text) => {
  expect(isFitQuestion(text)).toBe(true)
})

test.each([
  'How old are you?',
  'Do you plan to have children?',
  'What was your previous salary?',
  'Sind Sie verheiratet?',
  'Êtes-vous enceinte?',
  'Could you log in at www.example.org?',
  'May we write to you at a@b.example?',
  'You are hired.',
  'Why?',
  `Why ${'so '.repeat(100)}?`,
  'Why this job?\nAnd why now?',
])('%s may not', (text) => {
  expect(isFitQuestion(text)).toBe(false)
})
