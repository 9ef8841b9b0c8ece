import { expect, test } from 'vitest'
import { randomFrom } from '#src/lib/random.ts'
import { candidateProfile } from './candidate-profile.ts'
import { jobOf, pairsOf } from './counterfactual/pairs.ts'
import type { JobProfile, Span } from './profiles.ts'
import { blankSpans } from './redact.ts'
import type { Resume, ResumeProvenance } from './resume.ts'
import { type Factor, type Score, scoreMatch } from './score.ts'

/** They read the whole text and cite nothing. */
const WHOLE_TEXT = ['lexical', 'semantic']

test('what is cited is what a component stands on: without it that component changes, and no other', () => {
  const random = randomFrom(11)
  const seen = new Set<string>()
  for (let i = 0; i < 40; i++) {
    const { work, pairs } = pairsOf(random)
    const resume = pairs[0]?.left
    if (!resume) throw new Error('no resume')
    const job = jobOf(work)
    const before = matchOf(job, resume)
    for (const { pointer, span, component } of before.factors) {
      if (pointer === null || span === null) continue
      seen.add(component)
      expectToStandOn(span, before, matchOf(job, without(resume, pointer, span)))
    }
  }
  expect([...seen].sort()).toEqual(['education', 'location', 'skills', 'title'])
})

function expectToStandOn(span: Span, before: Score, after: Score): void {
  const cited = new Set(
    before.factors.filter((factor) => isAt(factor, span)).map((factor) => factor.component),
  )
  for (const { name, score } of before.components) {
    const now = after.components.find((other) => other.name === name)
    if (WHOLE_TEXT.includes(name)) continue
    if (!cited.has(name)) expect([span, name, now?.score]).toEqual([span, name, score])
    else expect(evidenceOf(after.factors, name)).not.toEqual(evidenceOf(before.factors, name))
  }
}

const matchOf = (job: JobProfile, { data, provenance, text }: Resume) =>
  scoreMatch(job, candidateProfile(data, provenance, text, '2026-01'))

const isAt = (factor: Factor, span: Span) =>
  factor.span !== null && factor.span.start < span.end && span.start < factor.span.end

const evidenceOf = (factors: readonly Factor[], name: string) =>
  factors
    .filter(({ component }) => component === name)
    .map(({ requirement_id, kind, span }) => ({ requirement_id, kind, span }))

/** As a parser would read the resume had this never stood there; offsets stay. */
function without({ data, provenance, text }: Resume, pointer: string, span: Span): Resume {
  const kept: Record<string, ResumeProvenance[string]> = { ...provenance }
  const holding = Object.entries(provenance).filter(([at, { span: of }]) => of !== null && pointer === at)
  for (const [at] of holding) delete kept[at]
  const changed: Resume['data'] = structuredClone(data)
  remove(changed, pointer, text.slice(span.start, span.end))
  return { data: changed, provenance: kept, text: blankSpans(text, [span]) }
}

/** Of a longer field only the words that are gone. */
function remove(data: object, pointer: string, words: string): void {
  const path = pointer.split('/').slice(1)
  const last = path.pop()
  if (last === undefined) return
  const holder = path.reduce<unknown>((at, key) => Reflect.get(Object(at), key), data)
  if (typeof holder !== 'object' || holder === null) return
  const value: unknown = Reflect.get(holder, last)
  if (typeof value !== 'string') return
  const rest = value.replace(words, ' ').trim()
  Reflect.set(holder, last, rest === '' ? (Array.isArray(holder) ? '-' : null) : rest)
}
