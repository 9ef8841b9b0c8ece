import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field } from '#src/modules/resumes/parser/text/field.ts'
import { type Slice, sliceOf, sliceSpan, splitSlice } from '#src/modules/resumes/parser/text/slice.ts'
import { unwrap } from '#src/modules/resumes/parser/text/unwrap.ts'
import type { FoundSkill, Lexicon } from '#src/modules/skills/lexicon.ts'
import { mended } from './flat/broken-skills.ts'
import { skillItems } from './skill-items.ts'

export interface FoundSkills {
  technical: Array<Field<string>>
  soft: Array<Field<string>>
  /** Spoken languages mentioned among the skills. */
  languages: Array<Field<string>>
}

const MAX_SKILLS = 150
/** Fewer than this in a skills section, and the whole text is asked too. */
const ENOUGH = 3

/**
 * What the skills section lists, known or not; without such a section, what the lexicon knows in the whole text.
 * A text that lost its lines may have lost its sections too: there the whole text is asked in any case.
 */
export function collectSkills(
  section: readonly Line[],
  all: readonly Line[],
  lexicon: Lexicon,
  hasLostLines = false,
): FoundSkills {
  const found = new SkillSet(lexicon)
  const areTwo = (above: string, below: string) => isSkill(above, lexicon) && isSkill(below, lexicon)
  const items = skillItems(unwrap(section, areTwo))
  for (const item of hasLostLines ? mended(items) : items) addItem(found, item)
  if (found.count < ENOUGH || hasLostLines) for (const line of all) addKnown(found, sliceOf(line), 0.6)
  return found.skills
}

class SkillSet {
  readonly lexicon: Lexicon
  readonly skills: FoundSkills = { technical: [], soft: [], languages: [] }
  readonly #seen = new Set<string>()
  count = 0

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon
  }

  add(kind: keyof FoundSkills, field: Field<string>): void {
    const key = field.value.toLowerCase()
    if (this.#seen.has(key) || this.skills[kind].length >= MAX_SKILLS) return
    this.#seen.add(key)
    this.skills[kind].push(field)
    if (kind !== 'languages') this.count += 1
  }
}

const MAX_ITEM = { chars: 50, words: 5 }

/** A short item is kept as it is written; a sentence is asked for the skills it mentions. */
function addItem(found: SkillSet, item: Slice): void {
  const known = found.lexicon.findSkills(item.text)
  const [only] = known
  const isShort = item.text.length <= MAX_ITEM.chars && item.text.split(' ').length <= MAX_ITEM.words
  const halves = splitSlice(item, /\s(?:and|und|et|y|e|en|&)\s/g)
  if (halves.length > 1 && halves.every((half) => isWholeSkill(half, found.lexicon)))
    for (const half of halves) addItem(found, half)
  else if (isUnparted(item.text, known)) addKnown(found, item, 0.9)
  else if (only && known.length === 1 && covers(only, item))
    found.add(listOf(only.kind), itemField(item, only))
  else if (!isShort) addKnown(found, item, 0.9)
  else if (/\p{L}/u.test(item.text))
    found.add('technical', new Field(item.text, only ? 0.9 : 0.6, sliceSpan(item)))
}

const isWholeSkill = (slice: Slice, lexicon: Lexicon) => isSkill(slice.text, lexicon)

function isSkill(text: string, { findSkills }: Lexicon): boolean {
  const [only] = findSkills(text)
  return only !== undefined && only.start === 0 && only.end === text.length
}

/** 'React Angular TypeScript': skills with nothing but spaces between them. */
function isUnparted(text: string, known: readonly FoundSkill[]): boolean {
  let rest = text
  for (const skill of [...known].reverse()) rest = rest.slice(0, skill.start) + rest.slice(skill.end)
  return known.length >= 3 && rest.trim() === ''
}

const covers = (skill: FoundSkill, item: Slice) => skill.end - skill.start >= item.text.length * 0.6

const itemField = (item: Slice, skill: FoundSkill) =>
  new Field(isKnownByName(skill) ? skill.name : item.text, 0.95, sliceSpan(item))

/** Languages are written in many; and what only the tenant calls a skill so is called by its name. */
const isKnownByName = ({ kind, isOwn }: FoundSkill) => kind === 'language' || isOwn

const listOf = (kind: 'technical' | 'soft' | 'language'): keyof FoundSkills =>
  kind === 'language' ? 'languages' : kind

function addKnown(found: SkillSet, slice: Slice, confidence: number): void {
  const { page, start } = sliceSpan(slice)
  for (const skill of found.lexicon.findSkills(slice.text)) {
    const name = isKnownByName(skill) ? skill.name : slice.text.slice(skill.start, skill.end)
    const field = new Field(name, confidence, {
      page,
      start: start + skill.start,
      end: start + skill.end,
    })
    found.add(listOf(skill.kind), field)
  }
}
