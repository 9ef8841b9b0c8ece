import { describe, expect, it } from 'vitest'
import { randomFrom } from '#src/lib/random.ts'
import { parseDocument } from '#src/modules/resumes/parser/parse-document.ts'
import { candidateProfile } from '#src/modules/scoring/candidate-profile.ts'
import { jobOf, pairsOf } from '#src/modules/scoring/counterfactual/pairs.ts'
import type { Resume } from '#src/modules/scoring/resume.ts'
import { scoreMatch } from '#src/modules/scoring/score.ts'

describe('generated resumes that the parser reads', () => {
  it('50 pairs that differ in who somebody is differ in no score', { timeout: 60_000 }, async () => {
    const random = randomFrom(50)
    for (let i = 0; i < 50; i++) {
      const { work, pairs } = pairsOf(random)
      const personal = pairs.filter(({ kind }) => kind !== 'synonym')
      const pair = personal[i % personal.length]
      if (pair === undefined) throw new Error('no pair')
      const job = jobOf(work)
      const left = scoreMatch(job, await read(pair.left)).score
      const right = scoreMatch(job, await read(pair.right)).score
      expect(right, `${pair.kind}\n${pair.left.text}\n---\n${pair.right.text}`).toBe(left)
    }
  })
})

async function read({ text }: Resume) {
  const document = { bytes: new TextEncoder().encode(text), filename: 'resume.txt' }
  const result = await parseDocument(document, { asOf: new Date('2026-01-01') })
  if (result.parsed_data === null) throw new Error('not read')
  return candidateProfile(result.parsed_data, result.provenance, result.text)
}
