import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field } from '#src/modules/resumes/parser/text/field.ts'
import { type Slice, sliceOf, sliceSpan, splitSlice } from '#src/modules/resumes/parser/text/slice.ts'
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
 * A text that lost its layout may have lost its sections too: there the whole text is asked in any case.
 */
export function collectSkills(section: readonly Line[], all: readonly Line[], hasLook = true): FoundSkills {
  const found = new SkillSet()
  for (const line of section) {
    const label = LABEL.exec(line.text)?.[0].length ?? 0
    for (const item of splitSlice(sliceOf(line, label), /[,;|•·\t]|\s[-–/]\s|\.\s/g)) addItem(found, item)
  }
  if (found.count < ENOUGH || !hasLook) for (const line of all) addKnown(found, sliceOf(line), 0.6, !hasLook)
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

function addItem(found: SkillSet, item: Slice): void {
  const bare = item.text.replace(/\s?\([^)]{0,60}\)?$/, '').trim()
  if (bare === '' || LEVEL_WORDS.test(bare)) return
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
    const name = isLiteral && skill.kind !== 'language' ? slice.text.slice(skill.start, skill.end) : skill.name
    const field = new Field(name, confidence, {
      page,
      start: start + skill.start,
      end: start + skill.end,
    })
    found.add(listOf(skill.kind), field)
  }
}
