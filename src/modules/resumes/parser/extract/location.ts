import { cut, type Slice, splitSlice } from '#src/modules/resumes/parser/text/slice.ts'
import {
  countryNamed,
  countryOfCity,
  countryOfState,
  isCountryCode,
} from '#src/modules/resumes/parser/words/places.ts'
import { isTitle } from '#src/modules/resumes/parser/words/titles.ts'

export interface FoundLocation {
  slice: Slice
  /** ISO 3166, where the place tells it. */
  country: string | null
}

const REMOTE =
  /^(?:fully |100% )?(?:remote|hybrid|home ?office|teletravail|télétravail|remoto|a distancia)(?:\b.{0,30})?$/i
const MAX_LOCATION = 70
const POSTAL =
  /\b\d{4} ?[A-Z]{2}\b(?= )|\b(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b/g

/** 'Baton Rouge, Louisiana US' */
const TRAILING_COUNTRY = /(?<=,.{2,40}) (US|USA|UK|[A-Z]{2})$/

/** The country of a text that is a place and nothing else: 'Berlin', 'Springfield, IL', '10115 Berlin, Germany'. */
export function locationCountry(text: string): { country: string | null } | null {
  const trimmed = text.replace(/\.$/, '').trim()
  if (trimmed === '' || trimmed.length > MAX_LOCATION) return null
  if (REMOTE.test(trimmed)) return { country: null }
  const parts = trimmed
    .replace(POSTAL, '')
    .replace(TRAILING_COUNTRY, ', $1')
    .split(/,|\s[-–/|]\s|[()]/)
    .map((part) => part.trim())
    .filter(Boolean)
  const [first, last] = [parts[0] ?? '', parts.at(-1) ?? '']
  if (parts.length === 0 || parts.length > 4 || /\d/.test(parts.join('')) || REMOTE.test(last))
    return remoteTail(parts)
  // 'pune, Maharashtra': the state makes up for the capital.
  const named = parts.length > 1 && last.length > 3 && countryOfState(last) ? parts.slice(1) : parts
  if (!named.every(isPlaceName) || first.split(' ').length > 5) return null
  const country = parts.length === 1 ? countryOfOne(last) : isTitle(first) ? null : countryOfTwo(first, last)
  return country ? { country } : null
}

const countryOfOne = (name: string): string | null =>
  countryNamed(name) ?? countryOfCity(name) ?? (name.length > 2 ? countryOfState(name) : null)

const countryOfTwo = (first: string, last: string): string | null =>
  countryNamed(last) ??
  countryOfCity(last) ??
  countryOfState(last) ??
  (isCountryCode(last) ? last : countryOfCity(first))

/** 'Acme, Berlin' and 'Acme, Portland, OR' are places only behind their first comma. */
function beginsWithName(text: string): boolean {
  const [first = '', second = '', ...more] = text.split(',').map((part) => part.trim())
  if (more.length > 0) return true
  return (
    second !== '' &&
    countryOfCity(second) !== null &&
    countryOfCity(first) === null &&
    countryNamed(second) === null
  )
}

/** `Berlin (Remote)` */
function remoteTail(parts: string[]): { country: string | null } | null {
  if (parts.length < 2 || !REMOTE.test(parts.at(-1) ?? '')) return null
  return locationCountry(parts.slice(0, -1).join(', ')) ?? null
}

const isPlaceName = (part: string) =>
  /^[\p{Lu}][\p{L}\p{M}.'’ -]{0,40}$/u.test(part) && part.split(' ').length <= 5

/** Parts a trailing place from what stands before it: 'Acme Corp, Berlin, Germany'. */
export function splitLocation(slice: Slice): { rest: Slice | null; location: FoundLocation | null } {
  const whole = locationCountry(slice.text)
  if (whole && !beginsWithName(slice.text)) return { rest: null, location: { slice, country: whole.country } }
  const breaks = [...slice.text.matchAll(/,\s|\s?\(|\sin\s/g)].slice(-4)
  for (const mark of breaks) {
    const tail = cut(slice, mark.index + mark[0].length)
    const found = locationCountry(tail.text)
    if (found && !beginsWithName(tail.text))
      return { rest: cut(slice, 0, mark.index), location: { slice: tail, country: found.country } }
  }
  return { rest: slice, location: null }
}

const LABEL =
  /^(?:location|address|adresse|based in|city|lives in|residence|wohnort|anschrift|ort|ville|domicile|direcci[oó]n|ciudad|ubicaci[oó]n|indirizzo|citt[aà]|residenza|endere[cç]o|cidade|adres|woonplaats)\s{0,3}[:\t]\s{0,3}/i

/** Separators, and what stands beside a place in a line of contacts: addresses, numbers and links. */
const BESIDE_PLACES =
  /\t|\s?[|•·]\s?|\s[-–—]\s|;\s|[^\s@]{1,64}@[^\s@]{3,100}|[+(]?\d[\d ().-]{6,20}\d(?!\d)|(?:https?:\/\/|www\.)\S{1,200}|[\w-]{1,40}\.[a-z]{2,6}\/\S{0,100}/g

/** A person's place in a contact line: after its label, or a part of the line that is a place. */
export function findLocation(line: Slice): FoundLocation | null {
  const label = LABEL.exec(line.text)?.[0]
  if (label) {
    const slice = cut(line, label.length)
    return slice.text === ''
      ? null
      : { slice: withoutStreet(slice), country: locationCountry(withoutStreet(slice).text)?.country ?? null }
  }
  for (const part of splitSlice(line, BESIDE_PLACES)) {
    const place = withoutStreet(part)
    const country = locationCountry(place.text)?.country ?? countryBehind(place.text)
    if (country || REMOTE.test(place.text)) return { slice: place, country }
  }
  return null
}

/** 'Caracas Venezuela': a place and its country with nothing between them, as only contacts have it. */
function countryBehind(text: string): string | null {
  const words = text.split(' ')
  for (let count = 1; count < Math.min(words.length, 3); count++) {
    const place = words.slice(0, -count).join(' ')
    const country = countryNamed(words.slice(-count).join(' '))
    if (country && (countryOfCity(place) ?? countryOfState(place)) === country) return country
  }
  return null
}

/** '12 Main Street, Springfield, IL 62701' without the street. */
function withoutStreet(slice: Slice): Slice {
  const comma = slice.text.indexOf(', ')
  const street = slice.text.slice(0, Math.max(0, comma))
  const hasNumber = /\d/.test(street.replace(/^(?:[A-Z]-)?\d{4,5} /, ''))
  return hasNumber ? withoutStreet(cut(slice, comma + 1)) : slice
}
