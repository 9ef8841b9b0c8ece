// Longest first. What they leave is no word, but the same for all forms of one: 'accountant' and 'accounting' differ,
// 'auditor', 'audited' and 'audits' do not.
const ENDINGS = [
  ...['ations', 'ation', 'ments', 'ings', 'ment', 'ists', 'ing', 'ers', 'ors', 'ist', 'ies'],
  ...['er', 'or', 'es', 'ed', 'al', 'ly', 's', 'e'],
]
const SHORTEST_STEM = 4

/** One form for the forms of an English word. */
export function stemOf(word: string): string {
  for (const ending of ENDINGS) {
    if (word.endsWith(ending) && word.length - ending.length >= SHORTEST_STEM)
      return word.slice(0, -ending.length)
  }
  return word
}
