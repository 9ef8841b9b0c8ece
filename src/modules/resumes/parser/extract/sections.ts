import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { type Section, sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { isTitle } from '#src/modules/resumes/parser/words/titles.ts'
import type { FoundSkill, Lexicon } from '#src/modules/skills/lexicon.ts'
import { findDates } from './dates.ts'
import { isSpokenLanguage } from './languages.ts'

/** Lines under one heading; `header` is what stands before the first heading of the document or of a column. */
export interface SectionBlock {
  section: Section | 'header'
  lines: Line[]
  /** Its heading is known by its look only. */
  isUnnamed?: boolean
}

export function splitSections(lines: readonly Line[], lexicon: Lexicon): SectionBlock[] {
  const look = headingLook(lines)
  const blocks: SectionBlock[] = [{ section: 'header', lines: [] }]
  const begin = (section: SectionBlock['section'], first: Line[]) => blocks.push({ section, lines: first })
  for (const [i, line] of lines.entries()) {
    const block = blocks.at(-1)
    const current = block?.section ?? 'header'
    if (isRestOfHeading(lines[i - 1], line)) continue
    const section =
      block && isGroupAmongOthers(line, block, look)
        ? null
        : (wrappedHeading(line, lines[i + 1]) ?? headingOf(line, lines[i - 1], lines[i + 1], look, current))
    const inline = section ? null : inlineHeading(line, current)
    if (section) blocks.push({ section, lines: [], isUnnamed: sectionNamed(line.text) === null })
    else if (line.column && i > 0 && tellsOfPerson(lines, i, look) && hasHeadingOfItsOwn(lines, i))
      begin('header', [line])
    else if (inline) begin(inline.section, [inline.rest])
    else blocks.at(-1)?.lines.push(line)
  }
  return blocks.filter((block) => block.lines.length > 0).map((block) => byContent(block, lexicon))
}

/** Under a heading of its own making a list of skills is known by what it lists. */
function byContent(block: SectionBlock, { findSkills }: Lexicon): SectionBlock {
  if (!block.isUnnamed) return block
  const items = block.lines
    .flatMap((line) => line.text.split(/[,;|•·\t]/))
    .filter((item) => item.trim() !== '')
  const words = items.reduce((sum, item) => sum + item.length, 0)
  const known = items.reduce((sum, item) => sum + skillLength(findSkills(item)), 0)
  const isList = block.lines.every((line) => line.text.length <= MAX_SKILL_LINE)
  return isList && known >= words * MOSTLY ? { ...block, section: 'skills' } : block
}

const MAX_SKILL_LINE = 60
const MOSTLY = 0.4

const skillLength = (skills: FoundSkill[]) =>
  skills.reduce((sum, { kind, start, end }) => sum + (kind === 'technical' ? end - start : 0), 0)

/** Addresses of companies and schools stand where names are looked for. */
export const withoutLinks = (lines: readonly Line[]): Line[] =>
  lines.filter((line) => !/^(?:https?:\/\/|www\.)\S{1,300}$/i.test(line.text))

export const linesOf = (
  blocks: readonly SectionBlock[],
  ...sections: Array<SectionBlock['section']>
): Line[] => blocks.filter((block) => sections.includes(block.section)).flatMap((block) => block.lines)

/** How the document's sure headings look, to tell others that look the same. */
interface Look {
  size: number
  bold: boolean
  caps: boolean
  bodySize: number
  count: number
  /** More lines look like this than are headings. */
  isCommon: boolean
}

const SURE: ReadonlySet<Section> = new Set<Section>(['experience', 'education', 'skills', 'summary'])

function headingLook(lines: readonly Line[]): Look {
  const sure = lines.filter((line) => !line.bullet && SURE.has(sectionNamed(line.text) ?? 'other'))
  const look = {
    size: median(sure.map((line) => line.size)),
    bold: sure.length > 0 && sure.every((line) => line.bold),
    caps: sure.length > 0 && sure.every((line) => isCaps(line.text)),
    bodySize: median(lines.map((line) => line.size)),
    count: sure.length,
    isCommon: false,
  }
  const alike = lines.filter((line) => hasLook(line, look)).length
  return { ...look, isCommon: alike > MAX_ALIKE * lines.filter((line) => sectionNamed(line.text)).length }
}

/** Headings of a resume are few; where many more lines look like them, the look tells nothing. */
const MAX_ALIKE = 2.5

const hasLook = (line: Line, look: Look) =>
  Math.abs(line.size - look.size) <= 0.3 && isCaps(line.text) === look.caps && line.bold === look.bold

function headingOf(
  line: Line,
  before: Line | undefined,
  after: Line | undefined,
  look: Look,
  current: SectionBlock['section'],
): Section | null {
  if (line.bullet) return null
  const named = sectionNamed(line.text)
  if (named) return isListItem(line, before, after, look, current) ? null : named
  return looksLikeHeading(line, look, current) ? 'other' : null
}

/** A heading too long for its column, set on two lines in a look of its own. */
function wrappedHeading(line: Line, next: Line | undefined): Section | null {
  if (!next || line.bullet || next.bullet || next.gap || line.size === 0 || line.size !== next.size)
    return null
  if (line.bold !== next.bold || !(line.bold || isCaps(line.text + next.text)) || next.text.includes('\t'))
    return null
  const [whole, alone] = [sectionNamed(`${line.text} ${next.text}`), sectionNamed(next.text)]
  return alone ? null : whole
}

const isRestOfHeading = (before: Line | undefined, line: Line): boolean =>
  before !== undefined && wrappedHeading(before, line) !== null

/** 'Leadership & Training' below groups of skills that look as it does is one of them. */
const isGroupAmongOthers = (line: Line, block: SectionBlock, look: Look) =>
  block.section === 'skills' &&
  look.isCommon &&
  (look.bold || look.size > look.bodySize * 1.05) &&
  sectionNamed(line.text) === 'other' &&
  block.lines.filter((other) => hasLook(other, look)).length > 1 &&
  hasLook(line, look)

/** 'Leadership' or 'Tools' among skills is a skill when it looks like its neighbours and not like a heading. */
function isListItem(
  line: Line,
  before: Line | undefined,
  after: Line | undefined,
  look: Look,
  current: SectionBlock['section'],
): boolean {
  if (current === 'header' || line.heading) return false
  if (look.size > 0 && line.size > 0 && line.size < look.size * 0.85) return !line.gap || !line.bold
  if (line.bold || isCaps(line.text) || line.size > look.bodySize * 1.08) return false
  if (look.count > 1 && (look.bold || look.caps || look.size > look.bodySize * 1.08)) return true
  return !line.gap && Boolean(before) && Boolean(after) && current === 'skills'
}

/** An unknown heading ends the section before it; it needs the very look of the sure ones. */
function looksLikeHeading(line: Line, look: Look, current: SectionBlock['section']): boolean {
  if (
    current === 'header' ||
    look.count < 2 ||
    !line.gap ||
    line.text.length > 40 ||
    line.text.includes('\t')
  )
    return false
  // A company set as large as the headings would end its own section.
  if ((current === 'experience' || current === 'education') && !look.caps) return false
  const isLarge = look.size > look.bodySize * 1.12
  if (!isLarge || look.isCommon || !hasLook(line, look)) return false
  return findDates(line.text).length === 0 && !isTitle(line.text) && /^[\p{L}&\s/-]+$/u.test(line.text)
}

/** Lines at the top of a column that tell whether somebody's name and contacts stand there, or the last section goes on. */
const COLUMN_TOP = 4

function tellsOfPerson(lines: readonly Line[], start: number, look: Look): boolean {
  return lines.slice(start, start + COLUMN_TOP).some((line) => {
    const isLarge = look.bodySize > 0 && line.size > Math.max(look.bodySize * 1.4, look.size * 1.1)
    return (
      isLarge || /[^\s@]@[^\s@]|\d{3}[\d ().-]{4}|https?:|\.com\b/.test(line.text) || line.text.length > 60
    )
  })
}

/** A column without headings goes on with what stood before it. */
function hasHeadingOfItsOwn(lines: readonly Line[], start: number): boolean {
  for (let i = start; i < lines.length; i++) {
    const line = lines[i]
    if (!line || (i > start && line.column)) return false
    if (!line.bullet && sectionNamed(line.text)) return true
  }
  return false
}

const MAX_LABEL = 40

/** `Skills: Java, Python` begins a section and is its first line. */
function inlineHeading(
  line: Line,
  current: SectionBlock['section'],
): { section: Section; rest: Line } | null {
  const colon = line.text.slice(0, MAX_LABEL).search(/[:\t]/)
  if (colon < 3) return null
  const section = sectionNamed(line.text.slice(0, colon))
  const rest = line.text.slice(colon + 1).trimStart()
  if (!section || rest === '') return null
  if (section === 'languages' && !isSpokenLanguage(rest.split(/[\s,;:(/–-]/)[0] ?? '')) return null
  // Inside an entry such labels are about the entry, and among skills they are its groups.
  const isNested = current === 'experience' || current === 'education' || current === 'other'
  if (
    section !== 'languages' &&
    (isNested || current === section || current === 'skills' || section === 'other' || section === 'contact')
  )
    return null
  const from = line.text.length - rest.length
  return { section, rest: { ...line, text: rest, start: line.start + from } }
}

const isCaps = (text: string) => /\p{Lu}/u.test(text) && text === text.toUpperCase()

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
