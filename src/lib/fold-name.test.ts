import { expect, test } from 'vitest'
import { foldName } from './fold-name.ts'

test.each([
  ['  Java \t Script ', 'java script'],
  ['ＪＡＶＡ\u00a0script', 'java script'],
  ['Straße', 'strasse'],
  ['ΣΊΣΥΦΟΣ', foldName('σίσυφοσ')],
  ['C++', 'c++'],
  ['e\u0301cole', 'école'],
])('%j folds to %j', (name, folded) => {
  expect(foldName(name)).toBe(folded)
  expect(foldName(folded)).toBe(folded)
})
