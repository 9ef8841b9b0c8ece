import { findPhoneNumbersInText } from 'libphonenumber-js'
import { foldPhrase, type PhraseFinder, phraseFinder } from '#src/lib/phrases.ts'

/** What the caller knows of the people a text is about. E-mail addresses and international phone numbers are found without. */
export interface PersonalWords {
  names?: readonly string[]
  emails?: readonly string[]
  phones?: readonly string[]
  addresses?: readonly string[]
}

export interface Minimised {
  text: string
  /** Puts back, wherever in an answer placeholders stand, what they stand for. */
  restore<T>(value: T): T
}

type Kind = 'PERSON' | 'EMAIL' | 'PHONE' | 'ADDRESS'

/**
 * Replaces what tells who somebody is by placeholders: `[PERSON_1]` for a name wherever it stands, `[PERSON_1.2]` where it
 * is written in another case. Restoring the text itself gives back every character of it.
 */
export function minimise(text: string, personal: PersonalWords | undefined): Minimised {
  if (!personal) return { text, restore: (value) => value }
  const needles = needlesOf(text, personal)
  const finder = finderOf(needles)
  const placeholders = new Placeholders(text)
  const replaced = text
    .split(EMAIL)
    .map((part, i) =>
      i % 2 === 1
        ? placeholders.for(part, 'EMAIL')
        : finder.replaceIn(part, (found) =>
            placeholders.for(found, needles.get(foldPhrase(found))?.kind ?? 'PERSON'),
          ),
    )
    .join('')
  return { text: replaced, restore: (value) => restored(value, placeholders) as typeof value }
}

interface Needle {
  word: string
  kind: Kind
}

/** Everything that is looked for as it stands, whatever its case, by its folded form. */
function needlesOf(text: string, { names = [], emails = [], phones = [], addresses = [] }: PersonalWords) {
  const found = findPhoneNumbersInText(text).map(({ startsAt, endsAt }) => text.slice(startsAt, endsAt))
  const needles = new Map<string, Needle>()
  const add = (kind: Kind, words: readonly string[]) => {
    for (const word of words) {
      const folded = foldPhrase(word)
      if (folded.length >= MIN_LETTERS) needles.set(folded, { word: word.trim(), kind })
    }
  }
  add('ADDRESS', addresses)
  add('PHONE', [...phones, ...found])
  add('EMAIL', emails)
  add('PERSON', names)
  return needles
}

const MIN_LETTERS = 2

function finderOf(needles: ReadonlyMap<string, Needle>): PhraseFinder {
  // A part of a name may be a word as well (Will, Mark, Rose): only where it is written like a name.
  const names = [...needles.values()].filter(({ kind }) => kind === 'PERSON')
  const parts = names
    .flatMap(({ word }) => word.split(/\s+/))
    .filter((part) => [...part].length > MIN_LETTERS)
  return phraseFinder({
    anyCase: [...needles.values()].map(({ word }) => word),
    asWritten: parts.flatMap((part) => asNames(part.toLowerCase())),
  })
}

const asNames = (part: string): string[] => {
  const [first = '', ...rest] = part
  return [first.toUpperCase() + rest.join(''), part.toUpperCase()]
}

/** In brackets: what a text is split by stays among its parts. */
const EMAIL = /([\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4})/u

/** Which placeholder stands for which text. */
class Placeholders {
  readonly #mark: string
  readonly #byText = new Map<string, string>()
  readonly #words = new Map<string, { name: string; forms: number }>()
  readonly #originals = new Map<string, string>()
  readonly #counts: Record<Kind, number> = { PERSON: 0, EMAIL: 0, PHONE: 0, ADDRESS: 0 }

  /** Placeholders look like nothing that stands in `text` already. */
  constructor(text: string) {
    let mark = ''
    while (new RegExp(`\\[(?:PERSON|EMAIL|PHONE|ADDRESS)${mark}_`).test(text)) mark += 'X'
    this.#mark = mark
  }

  for(text: string, kind: Kind): string {
    const known = this.#byText.get(text)
    if (known) return known
    const word = this.#words.get(foldPhrase(text)) ?? { name: this.#next(kind), forms: 0 }
    word.forms += 1
    this.#words.set(foldPhrase(text), word)
    const placeholder = word.forms === 1 ? `[${word.name}]` : `[${word.name}.${word.forms}]`
    this.#byText.set(text, placeholder)
    this.#originals.set(placeholder, text)
    return placeholder
  }

  /** Those that were never given out stay as they are. */
  restore(text: string): string {
    const pattern = new RegExp(`\\[[A-Z]+${this.#mark}_\\d+(?:\\.\\d+)?\\]`, 'g')
    return text.replace(pattern, (placeholder) => this.#originals.get(placeholder) ?? placeholder)
  }

  #next(kind: Kind): string {
    this.#counts[kind] += 1
    return `${kind}${this.#mark}_${this.#counts[kind]}`
  }
}

function restored(value: unknown, placeholders: Placeholders): unknown {
  if (typeof value === 'string') return placeholders.restore(value)
  if (Array.isArray(value)) return value.map((item) => restored(item, placeholders))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, restored(member, placeholders)]),
  )
}
