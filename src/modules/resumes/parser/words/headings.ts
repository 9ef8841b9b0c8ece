import { composedHeading } from './composed-headings.ts'
import { foldWords } from './fold.ts'
import { dutch } from './headings/dutch.ts'
import { eastAsian } from './headings/east-asian.ts'
import { english } from './headings/english.ts'
import { french } from './headings/french.ts'
import { german } from './headings/german.ts'
import { italian } from './headings/italian.ts'
import { portuguese } from './headings/portuguese.ts'
import type { Section } from './headings/section.ts'
import { spanish } from './headings/spanish.ts'

export type { Section } from './headings/section.ts'

const LANGUAGES = [english, french, german, spanish, italian, portuguese, dutch]

/** Whole headings, and single words that name a section in company. The first language that has a word decides. */
const HEADINGS = new Map<string, Section>()
const NOUNS = new Map<string, Section>()
/** Words of headings that name no section. */
const ADJECTIVES = new Set<string>()

for (const { nouns, adjectives, ...headings } of LANGUAGES) {
  addAll(HEADINGS, headings, ',')
  addAll(NOUNS, nouns, ' ')
  for (const word of adjectives.split(/\s+/)) ADJECTIVES.add(word)
}
addAll(HEADINGS, eastAsian, ',')

function addAll(target: Map<string, Section>, words: Record<Section, string>, separator: string): void {
  for (const [section, list] of Object.entries(words)) {
    for (const item of list.split(separator)) {
      const key = foldWords(item)
      if (key !== '' && !target.has(key)) target.set(key, section as Section)
    }
  }
}

/** By their letters alone: in spaced headings the spaces between words are lost. */
const GLUED = new Map([...HEADINGS].map(([words, section]) => [words.replaceAll(' ', ''), section]))
const MIN_GLUED = 10

const MAX_HEADING = 60
const MAX_WORDS = 7

/** What makes a heading longer and says nothing more. */
const MODIFIERS =
  /^(?:professional|key|core|main|relevant|selected|additional|personal|other|recent|general) | (?:summary|overview|details|highlights)$/g

/** The section a whole line names, if it is a heading and nothing else. */
export function sectionNamed(text: string): Section | null {
  if (text.length > MAX_HEADING || text.includes('\t')) return null
  const bare = undecorated(unspaced(text))
  const words = withoutMine(foldWords(bare))
  // 'Who am I?' is one, other sentences are not.
  if (/[.!?,;@]$/.test(bare)) return /[^!?][!?]$/.test(bare) ? (HEADINGS.get(words) ?? null) : null
  return named(words) ?? bilingual(bare) ?? qualified(bare, words) ?? composed(words) ?? joined(words)
}

/** Prose has the words of headings too, but writes them small. */
function qualified(text: string, words: string): Section | null {
  const section = composedHeading(words)
  return section && isWrittenAsHeading(text) ? section : null
}

function named(words: string): Section | undefined {
  const glued = words.length >= MIN_GLUED && !words.includes(' ') ? GLUED.get(words) : undefined
  return HEADINGS.get(words) ?? HEADINGS.get(words.replace(MODIFIERS, '')) ?? glued
}

/** Every word but the small ones begins with a capital. */
const isWrittenAsHeading = (text: string) =>
  text
    .split(/\s+/)
    .every((word) => /^[^\p{L}]*\p{Lu}/u.test(word) || /^(?:and|of|the|in|on|&|\/|-|:)$/.test(word))

/** `E X P E R I E N C E` is one word, spaced for looks. */
function unspaced(text: string): string {
  if (!/^\S{1,2} \S{1,2} /.test(text)) return text
  const letters = text.split(' ')
  return letters.length >= 4 && letters.every((letter) => [...letter].length === 1) ? letters.join('') : text
}

const MARKS = /^[^\p{L}\p{N}([]+|[^\p{L}\p{N})\].!?,;@]+$/gu
const BRACKETED = /^[([【「《](.{1,58})[)\]】」》]$/u
/** `1.`, `2)`, `III.`, `B.`, also `Section 3:` */
const NUMBER =
  /^(?:section |teil |partie |parte |deel )?(?:\d{1,2}|[IVX]{1,4}|[A-H])\s?[.):-]\s+|^\d{1,2}\s+(?=\p{L})/iu
/** `Skills (12)`, `Experience (continued)`, `Experience: 10 years`. */
const REMARK =
  /\s?[([](?:\d{1,3}|cont\S{0,7}|suite|fortsetzung|fortgesetzt|cont\S{0,5}|continuaci[oó]n|continua[cç][aã]o|segue|vervolg|selected|selection|excerpt|auszug|auswahl|extrait|extracto|[^()[\]]{0,30}\d[^()[\]]{0,12})[)\]]$/iu

/** `=== 2. Experience (continued) ===` without all that stands around the words. */
function undecorated(text: string): string {
  const inner = text.replace(MARKS, '').replace(NUMBER, '').replace(REMARK, '')
  return (BRACKETED.exec(inner)?.[1] ?? inner).replace(MARKS, '')
}

/** 'My skills', 'Mes compétences'. */
const withoutMine = (words: string) =>
  words.replace(
    /^(?:my|our|the|mes|mon|ma|les|meine|mein|mis|mi|le mie|i miei|la mia|il mio|minhas|meus|mijn|\d{1,2}) /,
    '',
  )

const SLASH = /\s?[/|·•–—]\s?|\s-\s|\s?[([](?=[^()[\]]{3,40}[)\]]$)/u

/** `Berufserfahrung / Work Experience`, `教育 Education`: both halves name one section. */
function bilingual(text: string): Section | null {
  const parts = text.split(SLASH)
  const scripts = parts.length === 1 ? text.split(/(?<=\p{Lo}) (?=\p{Lu})|(?<=\p{Ll}) (?=\p{Lo})/u) : parts
  if (scripts.length !== 2) return null
  const [first, second] = scripts.map((part) => withoutMine(foldWords(part)))
  const [a, b] = [HEADINGS.get(first ?? ''), HEADINGS.get(second ?? '')]
  if (!a || !b) return null
  return a === 'other' ? b : a
}

const JOINT = / (?:and|et|und|y|e|en|ed|&|\+) /

/** Two headings in one, of which the first counts, but more one that is read than one that is not. */
function joined(words: string): Section | null {
  const parts = words.split(JOINT)
  if (parts.length < 2 || parts.length > 3) return null
  const sections = parts.map((part) => HEADINGS.get(part))
  const [first] = sections
  // 'Licence en droit': French has the word for 'in' that is Dutch for 'and'.
  if (words.includes(' en ') && !sections.every(Boolean)) return null
  if (first && (first !== 'other' || parts.length === 2)) {
    const read = sections.find((section) => section && section !== 'other')
    return first === 'other' && sections.every(Boolean) ? (read ?? first) : first
  }
  return sections.some(Boolean) ? 'other' : null
}

const LINKS = new Set(
  'and et und y e en ed of de des du der die in im d of la le les the & + con mit avec with a'.split(' '),
)

/** Nouns of headings, with nothing but adjectives and links around them. */
function composed(text: string): Section | null {
  const words = text.split(' ')
  if (words.length < 2 || words.length > MAX_WORDS) return null
  const sections = words.map((word) => NOUNS.get(word))
  if (!words.every((word, i) => sections[i] || ADJECTIVES.has(word) || LINKS.has(word))) return null
  if (LINKS.has(words[0] ?? '') || LINKS.has(words.at(-1) ?? '')) return null
  return sections.find((section) => section && section !== 'other') ?? sections.find(Boolean) ?? null
}
