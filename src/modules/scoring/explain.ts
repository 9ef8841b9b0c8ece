import { type Phrases, phrasesFor } from './explain-phrases.ts'
import type { Factor } from './score.ts'

export interface Explanation {
  summary: string
  reasons: string[]
}

/** Words for the factors and for nothing else: what counted most first, what is missing last. */
export function explain(factors: readonly Factor[], language = 'en'): Explanation {
  const phrases = phrasesFor(language)
  const counted = factors.filter((factor) => factor.points > 0).sort((a, b) => b.points - a.points)
  const others = factors.filter((factor) => factor.points === 0)
  return {
    summary: summaryOf(factors, phrases),
    reasons: [...counted, ...others].map((factor) => reasonOf(factor, phrases)),
  }
}

/** Of each kind; the reasons name them all. */
const NAMED_IN_SUMMARY = 5

function summaryOf(factors: readonly Factor[], phrases: Phrases): string {
  const requirements = factors.filter((factor) => factor.kind !== 'info')
  const met = requirements.filter((factor) => factor.kind === 'met').length
  const missing = skillsOf(requirements, 'missing').map((factor) => factor.requirement)
  const near = skillsOf(requirements, 'near_miss').map(
    ({ requirement, candidate_value }) => `${requirement} (${candidate_value})`,
  )
  const summary = filled(phrases.summary, { m: String(met), n: String(requirements.length) })
  const said = [summary]
  if (near.length > 0) said.push(filled(phrases.summaryNear, { v: near.join(', ') }))
  if (missing.length > 0) said.push(filled(phrases.summaryMissing, { v: missing.join(', ') }))
  return said.join(' ')
}

/** Those of a kind among the skills, as the summary names them. */
const skillsOf = (factors: readonly Factor[], kind: Factor['kind']): Factor[] =>
  factors.filter((factor) => factor.kind === kind && factor.component === 'skills').slice(0, NAMED_IN_SUMMARY)

function reasonOf(factor: Factor, phrases: Phrases): string {
  const r = factor.requirement
  const v = factor.candidate_value
  switch (factor.component) {
    case 'skills':
      return filled(skillPhrase(factor, phrases), { r, v: v ?? '' })
    case 'experience':
      return filled(v === null ? phrases.yearsMissing : phrases.years, { r: years(r), v: years(v ?? '') })
    case 'title':
      return filled(v === null ? phrases.titleMissing : phrases.title, { r, v: v ?? '' })
    case 'location':
      return filled(v === null ? phrases.placeUnknown : phrases.place, { r, v: v ?? '' })
    case 'education':
      return filled(v === null ? phrases.degreeMissing : phrases.degree, {
        r: phrases.degrees[r] ?? r,
        v: phrases.degrees[v ?? ''] ?? v ?? '',
      })
    case 'lexical':
      return filled(phrases.words, { r, v: v ?? '' })
    case 'semantic':
      return filled(phrases.similarity, { r, v: v ?? '' })
    case 'values':
      return filled(phrases.values, { v: v ?? '' })
  }
}

function skillPhrase(factor: Factor, phrases: Phrases): string {
  switch (factor.kind) {
    case 'met':
      return factor.candidate_value === factor.requirement ? phrases.has : phrases.hasAs
    case 'partial':
      return phrases.implied
    case 'near_miss':
      return phrases.near
    default:
      return phrases.missing
  }
}

/** '5+ years' -> '5+': the word is the phrase's, in its language. */
function years(text: string): string {
  return text.replace(/ years$/, '')
}

/** One pass, so that braces in a value stay what they are. */
function filled(phrase: string, values: Readonly<Record<string, string>>): string {
  return phrase.replace(/\{(\w)\}/g, (slot, name: string) => values[name] ?? slot)
}
