import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field } from '#src/modules/resumes/parser/text/field.ts'
import { cut, type Slice, sliceOf, sliceSpan, splitSlice } from '#src/modules/resumes/parser/text/slice.ts'
import { findSkills } from '#src/modules/skills/lexicon.ts'

export interface FoundSkills {
  technical: Array<Field<string>>
  soft: Array<Field<string>>
  /** Spoken languages mentioned among the skills. */
  languages: Array<Field<string>>
}

const MAX_SKILLS = 150
/** Fewer than this in a skills section, and the whole text is asked too. */
const ENOUGH = 3
const LABEL = /^[\p{L}][\p{L}\p{N} &/+()-]{1,40}:\s+/u
const LEVEL_WORDS =
  /^(?:beginner|basic|basics|intermediate|advanced|expert|master|proficient|novice|fluent|good|very good|excellent|familiar|experienced|working knowledge|grundkenntnisse|gut|sehr gut|experte|fortgeschritten|debutant|débutant|intermédiaire|avancé|basico|básico|intermedio|avanzado|avançado|\d{1,3} ?%|\d\/\d{1,2}|\d{1,2}\+? (?:years?|jahre?|ans|años|anni|anos))$/i

/**
 * What the skills section lists, known or not; without such a section, what the lexicon knows in the whole text.
 * A text that lost its lines may have lost its sections too: there the whole text is asked in any case.
 */
export function collectSkills(
  section: readonly Line[],
  all: readonly Line[],
  hasLostLines = false,
): FoundSkills {
  const found = new SkillSet()
  for (const line of section) {
    const label = LABEL.exec(line.text)?.[0].length ?? 0
    for (const item of splitSlice(sliceOf(line, label), /[,;|•·\t]|\s[-–/]\s|\.\s/g)) {
      for (const part of enumerated(item)) addItem(found, withoutFiller(part))
    }
  }
  if (found.count < ENOUGH || hasLostLines)
    for (const line of all) addKnown(found, sliceOf(line), 0.6, hasLostLines)
  return found.skills
}

class SkillSet {
  readonly skills: FoundSkills = { technical: [], soft: [], languages: [] }
  readonly #seen = new Set<string>()
  count = 0

  add(kind: keyof FoundSkills, field: Field<string>): void {
    const key = field.value.toLowerCase()
    if (this.#seen.has(key) || this.skills[kind].length >= MAX_SKILLS) return
    this.#seen.add(key)
    this.skills[kind].push(field)
    if (kind !== 'languages') this.count += 1
  }
}

/** 'MySQL and Redis' is two skills, 'Research and Development' one: the lexicon knows a side of the first. */
function enumerated(item: Slice): Slice[] {
  const parts = splitSlice(item, /\s(?:and|&)\s/g)
  if (parts.length !== 2 || findSkills(item.text).some((skill) => /\s(?:and|&)\s/.test(skill.name)))
    return [item]
  const isSkill = ({ text }: Slice) => {
    const [only, more] = findSkills(text)
    return only !== undefined && more === undefined && only.end - only.start >= text.length * 0.8
  }
  return parts.some(isSkill) && parts.every(({ text }) => text.split(' ').length <= 2) ? parts : [item]
}

/** Without the words that lead an enumeration on or end it. */
function withoutFiller(item: Slice): Slice {
  const lead = /^(?:and|or|as well as|including|also)\s/i.exec(item.text)?.[0].length ?? 0
  const tail =
    /(?:\s(?:and|or|as))?(?:[\s,]+etc\.?|\s(?:and|or))$|(?<=\p{Ll}{2})\.$/iu.exec(item.text)?.[0].length ?? 0
  return lead + tail === 0 ? item : cut(item, lead, item.text.length - tail)
}

/** What stands among skills when lines are broken anyhow: dates, pages, places, addresses and pieces of sentences. */
const NO_SKILL =
  /@|https?:|www\.|^\p{L}{3,9}\.? (?:19|20)\d\d$|^page \d|^(?:to|of|with|the|in|for|by|at|on|from|my|i|a|an|is|are|was|were|as|using|has|have|that|which|etc|years?|months?)\b|\b(?:the|of|to|with|for|in|a|an|has|have|is|are|was|were|my|our|their|using|by|at|from|into|as)$/iu

function addItem(found: SkillSet, item: Slice): void {
  const bare = item.text.replace(/\s?\([^)]{0,60}\)?$/, '').trim()
  if (bare === '' || LEVEL_WORDS.test(bare) || NO_SKILL.test(bare)) return
  const known = findSkills(item.text)
  const covered = known.reduce((sum, skill) => sum + skill.end - skill.start, 0)
  const isListed = bare.length <= 40 && bare.split(' ').length <= 4 && /\p{L}/u.test(bare)
  const [only] = known
  const isOne = known.length === 1 && covered >= bare.length * 0.7
  if (only && isOne)
    found.add(
      listOf(only.kind),
      new Field(only.kind === 'language' ? only.name : bare, 0.95, spanIn(item, bare)),
    )
  else if (only && (known.length > 1 || !isListed)) addKnown(found, item, 0.9)
  else if (isListed) found.add('technical', new Field(bare, 0.6, spanIn(item, bare)))
}

const listOf = (kind: 'technical' | 'soft' | 'language'): keyof FoundSkills =>
  kind === 'language' ? 'languages' : kind

const spanIn = (item: Slice, start: string) => ({
  ...sliceSpan(item),
  end: sliceSpan(item).start + start.length,
})

function addKnown(found: SkillSet, slice: Slice, confidence: number, isLiteral = false): void {
  const { page, start } = sliceSpan(slice)
  for (const skill of findSkills(slice.text)) {
    const name =
      isLiteral && skill.kind !== 'language' ? slice.text.slice(skill.start, skill.end) : skill.name
    const field = new Field(name, confidence, {
      page,
      start: start + skill.start,
      end: start + skill.end,
    })
    found.add(listOf(skill.kind), field)
  }
}
