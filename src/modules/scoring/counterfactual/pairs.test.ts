import { describe, expect, it } from 'vitest'
import { randomFrom } from '#src/lib/random.ts'
import { candidateProfile } from '../candidate-profile.ts'
import { EMBEDDER } from '../embed.ts'
import type { Resume } from '../resume.ts'
import { scoreMatch } from '../score.ts'
import { jobOf, PAIR_KINDS, pairsOf } from './pairs.ts'
import { PERSONAL_KINDS, somebody } from './people.ts'
import { resumeOf } from './resume-of.ts'
import { WORKS } from './work.ts'

const PERSONAL = PAIR_KINDS.filter((kind) => kind !== 'synonym')
const jobs = new Map(WORKS.map((work) => [work, jobOf(work)]))
const profileOf = ({ data, provenance, text }: Resume) => candidateProfile(data, provenance, text)

describe('resumes that differ in who somebody is', () => {
  it('10,000 generated pairs differ in no score', { timeout: 240_000 }, () => {
    const seed = 5301
    const random = randomFrom(seed)
    let compared = 0
    while (compared < 10_000) {
      const { work, pairs } = pairsOf(random)
      const job = jobs.get(work) ?? jobOf(work)
      const scores = new Map<Resume, ReturnType<typeof scoreMatch>>()
      const scoreOf = (resume: Resume) => {
        const score = scores.get(resume) ?? scoreMatch(job, profileOf(resume))
        scores.set(resume, score)
        return score
      }
      for (const { kind, left, right } of pairs) {
        if (kind === 'synonym') continue
        const [one, other] = [scoreOf(left), scoreOf(right)]
        if (one.score !== other.score || componentsOf(one) !== componentsOf(other))
          expect.fail(
            `seed ${seed}, ${kind}: ${one.score} and ${other.score}\n${left.text}\n---\n${right.text}`,
          )
        compared++
      }
    }
    expect(compared).toBeGreaterThanOrEqual(10_000)
  })
})

function componentsOf(score: ReturnType<typeof scoreMatch>): string {
  return score.components.map((component) => component.score).join()
}

describe('what is stored to score by', () => {
  it('holds nothing protected, and no stand-in for it', () => {
    const random = randomFrom(60)
    for (let i = 0; i < 300; i++) {
      const work = WORKS[i % WORKS.length] ?? WORKS[0]
      if (work === undefined) throw new Error('no work')
      const { age, ...someone } = somebody(random)
      // No year of these resumes' positions.
      const person = { ...someone, titleForm: 1 as const, age: { ...age, graduationYear: 1975 + (i % 35) } }
      const profile = profileOf(resumeOf(work, person))
      const held = leavesOf(profile)
      const texts = held.filter((leaf) => typeof leaf === 'string').map((text) => text.toLowerCase())
      const numbers = held.filter((leaf) => typeof leaf === 'number')
      const secrets = [
        ...[person.name, person.school, ...person.details],
        ...[person.address.email, person.address.phone, person.address.street],
        ...[person.age.birthLine, person.age.phrase, String(person.age.graduationYear)],
      ]
      for (const secret of secrets.filter((value) => value !== ''))
        for (const text of texts) expect(text).not.toContain(secret.toLowerCase())
      expect(numbers).not.toContain(person.age.graduationYear)
      expect(numbers).not.toContain(person.age.graduationYear - 23)
      for (const text of texts)
        expect(text).not.toMatch(
          /\b(she|he|they|her|his|female|male|married|divorced|widowed|photo|nationality|religion|born|young)\b/,
        )
    }
  })

  it('holds the same of everybody who does the same work', () => {
    const random = randomFrom(61)
    for (let i = 0; i < 100; i++) {
      for (const { kind, left, right } of pairsOf(random).pairs) {
        if (kind === 'synonym') continue
        const [one, other] = [profileOf(left), profileOf(right)]
        expect(one.embedding).toHaveLength(EMBEDDER.dimensions)
        expect([kind, other.embedding]).toEqual([kind, one.embedding])
        expect(other.skills.map(({ key }) => key)).toEqual(one.skills.map(({ key }) => key))
        expect(other.years_of_experience).toBe(one.years_of_experience)
        expect(other.location).toBe(one.location)
        expect(other.degrees.map(({ degree, field }) => [degree, field])).toEqual(
          one.degrees.map(({ degree, field }) => [degree, field]),
        )
      }
    }
    expect(PERSONAL).toEqual([...PERSONAL_KINDS, 'everything_personal'])
  })
})

/** Every value but the places of citations, which tell where and not what. */
function leavesOf(value: unknown, key = ''): unknown[] {
  if (key === 'span' || key === 'embedding') return []
  if (typeof value !== 'object' || value === null) return [value]
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, name))
}
