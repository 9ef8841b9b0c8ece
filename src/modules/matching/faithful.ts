import { explain } from '#src/modules/scoring/explain.ts'
import type { Factor } from '#src/modules/scoring/score.ts'
import { WORDS } from './linking-words.ts'
import type { Language } from './matching.schemas.ts'

/** A sentence of a model about factors, by their numbers from 1. */
export interface Said {
  factors: number[]
  text: string
}

/**
 * Whether sentences say what the factors say and no more, as far as words can tell: each is about factors of one kind,
 * names all of them, has no word but theirs and linking ones, and denies what is missing and nothing else. What the plain
 * text would have named as missing or close is named.
 */
export function isFaithful(
  sentences: readonly Said[],
  factors: readonly Factor[],
  language: Language,
): boolean {
  if (sentences.length === 0) return false
  const told = new Set<Factor>()
  for (const said of sentences) {
    const about = said.factors.map((n) => factors[n - 1])
    if (!about.every((factor) => factor !== undefined) || !saysOnly(said.text, about, language)) return false
    for (const factor of about) told.add(factor)
  }
  return factors.filter(isBadNews).every((factor) => told.has(factor))
}

/** What stands in the way of a candidate must not be lost in fine words. */
const isBadNews = ({ component, kind }: Factor) =>
  component === 'skills' && (kind === 'missing' || kind === 'near_miss')

function saysOnly(text: string, about: Factor[], language: Language): boolean {
  const [first] = about
  if (!first || about.some(({ kind }) => kind !== first.kind) || !PLAIN.test(text)) return false
  const { linking, denying } = WORDS[language]
  const theirs = new Set(about.flatMap((factor) => wordsOf(textOf(factor, language))))
  const said = wordsOf(text)
  if (!said.every((word) => theirs.has(word) || linking.has(word) || denying.has(word))) return false
  if (!about.every((factor) => names(said, factor))) return false
  const denies = said.some((word) => denying.has(word))
  return denies === (first.kind === 'missing')
}

/** Letters, digits and the marks of sentences: no markup, no controls, nothing that no reader sees. */
const PLAIN = /^[\p{L}\p{M}\p{N} .,;:()%/'"&+#’–-]{1,500}$/u

/** What a factor is about, and what the plain text says of it. */
const textOf = (factor: Factor, language: Language): string =>
  [factor.requirement, factor.candidate_value ?? '', ...explain([factor], language).reasons].join('\n')

/** Of what is close, that it is something else has to be said too. */
function names(said: string[], { kind, requirement, candidate_value }: Factor): boolean {
  const has = (value: string) => wordsOf(value).every((word) => said.includes(word))
  if (kind === 'near_miss') return candidate_value !== null && has(candidate_value)
  return has(requirement) || (candidate_value !== null && has(candidate_value))
}

const wordsOf = (text: string): string[] =>
  (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}+#.]*/gu) ?? []
  ).map((word) => word.replace(/\.+$/, ''))
