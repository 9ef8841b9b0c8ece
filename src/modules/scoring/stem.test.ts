import { expect, test } from 'vitest'
import { stemOf } from './stem.ts'

test.each([
  ['audit', 'audits', 'audited', 'auditing', 'auditor', 'auditors'],
  ['brake', 'brakes', 'braking'],
  ['nurse', 'nurses', 'nursing'],
  ['teach', 'teacher', 'teachers', 'teaching'],
  ['reconcile', 'reconciled'],
])('%s and its forms have one stem', (word, ...forms) => {
  expect(new Set([word, ...forms].map(stemOf)).size).toBe(1)
})

test('short words stay as they are', () => {
  for (const word of ['care', 'sql', 'bus', 'led', 'tie']) expect(stemOf(word)).toBe(word)
})
