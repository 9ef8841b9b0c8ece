import {
  type CountryCode,
  findPhoneNumbersInText,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js'
import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field } from '#src/modules/resumes/parser/text/field.ts'
import type { Span } from '#src/modules/resumes/parser/types.ts'
import { profileType } from './links.ts'

const MAX_LOCAL = 64
const MAX_DOMAIN = 253

/** The first address of the lines, else of the links. */
export function findEmail(lines: readonly Line[], links: readonly string[]): Field<string> | null {
  for (const line of lines) {
    for (let at = line.text.indexOf('@'); at >= 0; at = line.text.indexOf('@', at + 1)) {
      const found = emailAround(line.text, at)
      if (found) return new Field(found.text, 0.99, at0(line, found.from, found.text.length))
    }
  }
  const mailto = links.find((link) => /^mailto:[^\s@]{1,64}@[^\s@?]{3,253}/i.test(link))
  return mailto ? new Field(mailto.slice(7).replace(/\?.*/, ''), 0.9, null) : null
}

function emailAround(text: string, at: number): { text: string; from: number } | null {
  let from = at
  while (from > 0 && at - from < MAX_LOCAL && /[\p{L}\p{N}._%+'-]/u.test(text[from - 1] ?? '')) from -= 1
  let to = at + 1
  while (to < text.length && to - at < MAX_DOMAIN && /[\p{L}\p{N}.-]/u.test(text[to] ?? '')) to += 1
  while (/[.-]/.test(text[to - 1] ?? '')) to -= 1
  while (from < at && /[._%+'-]/.test(text[from] ?? '')) from += 1
  const domain = text.slice(at + 1, to)
  const isDomain = /^(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}$/u.test(domain)
  return from < at && isDomain ? { text: text.slice(from, to), from } : null
}

/** Contacts come first; looking for numbers is the dearest search of all. */
const MAX_LINES = 300
const MAX_LENGTH = 300
const NUMBER = /(?:\+|00|\(\+?)?\d[\d ().\-/\u2011\u2013]{5,22}\d/g
/** Brackets tell where such a number begins, also after a postal code. */
const BRACKETED = /\(\d{3}\) ?\d{3}[-. ]\d{4}(?!\d)/g
const LABELLED =
  /(?:phone|tel|mobil|cell|handy|tlf|fon|móvil|movil|telefono|teléfono|telefoon|gsm|telemóvel|telemovel|celular|cellulare|cel\.|portable|rufnummer|電話番号?|电话|手机|手機|携帯電話?|携帯番号|연락처|휴대폰|휴대전화|전화번호?|\bm:|\bt:|\bp:)[^\d+(]{0,12}$/i

/** The country where people call their telephone so. */
const COUNTRY_OF_LABEL: ReadonlyArray<readonly [RegExp, CountryCode]> = [
  [/(?:携帯|電話番号)[^\d+]{0,12}$/, 'JP'],
  [/(?:手机|电话)[^\d+]{0,12}$/, 'CN'],
  [/(?:연락처|휴대폰|휴대전화|전화)[^\d+]{0,12}$/, 'KR'],
  [/telem[oó]vel[^\d+]{0,12}$/i, 'PT'],
  [/handy(?:nr|nummer)?[^\d+]{0,12}$/i, 'DE'],
]

const countryOfLabel = (before: string) => COUNTRY_OF_LABEL.find(([label]) => label.test(before))?.[1] ?? null

/** In E.164. A number without its country counts only where the person's place or its very form tells the country. */
export function findPhone(lines: readonly Line[], country: string | null): Field<string> | null {
  const searched = lines
    .filter((line) => line.text.length <= MAX_LENGTH && /\d/.test(line.text))
    .slice(0, MAX_LINES)
  // Without a country given, the library finds what begins with a plus, and takes long to find nothing.
  for (const line of searched.filter(({ text }) => /[+＋]/.test(text))) {
    const [found] = findPhoneNumbersInText(line.text)
    if (found)
      return new Field(found.number.number, 0.97, at0(line, found.startsAt, found.endsAt - found.startsAt))
  }
  for (const line of searched) {
    for (const match of [...line.text.matchAll(BRACKETED), ...line.text.matchAll(NUMBER)]) {
      const before = line.text.slice(0, match.index)
      const guess = readNumber(match[0], country ?? countryOfLabel(before), LABELLED.test(before))
      if (guess) return new Field(guess.number, guess.confidence, at0(line, match.index, match[0].length))
    }
  }
  return null
}

function readNumber(
  text: string,
  country: string | null,
  isLabelled: boolean,
): { number: string; confidence: number } | null {
  const digits = text.replace(/\D/g, '')
  if (digits.length < 8 || digits.length > 15 || /^(?:19|20)\d\d\D{1,5}(?:19|20)\d\d$/.test(text)) return null
  if (/^(?:\+|\(\+|00)/.test(text)) {
    const number = parsePhoneNumberFromString(`+${digits.replace(/^00/, '')}`)
    return number?.isPossible() ? { number: number.number, confidence: 0.7 } : null
  }
  const local = parsePhoneNumberFromString(
    text,
    region(country) ?? (isNorthAmerican(text) ? 'US' : undefined),
  )
  if (local?.isValid()) return { number: local.number, confidence: country ? 0.8 : 0.6 }
  if (local?.isPossible() && (isLabelled || isNorthAmerican(text)))
    return { number: local.number, confidence: 0.5 }
  // `(34) 665 629 186` and `49 151 …` lost their plus.
  const prefixed = parsePhoneNumberFromString(`+${digits}`)
  return prefixed?.isValid() && (isLabelled || text.startsWith('('))
    ? { number: prefixed.number, confidence: 0.5 }
    : null
}

const region = (country: string | null): CountryCode | undefined =>
  country && isSupportedCountry(country) ? country : undefined

const isNorthAmerican = (text: string) => /^\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}$/.test(text)

const LINKEDIN = /linkedin\.com\/(?:in|pub)\/[\p{L}\p{N}%._-]{1,100}/iu
const GITHUB = /github\.com\/[A-Za-z0-9-]{1,39}(?![A-Za-z0-9-])/i

export function findProfile(
  kind: 'linkedin' | 'github',
  lines: readonly Line[],
  links: readonly string[],
): Field<string> | null {
  const pattern = kind === 'linkedin' ? LINKEDIN : GITHUB
  for (const line of lines) {
    const match = pattern.exec(line.text)
    if (match) return new Field(match[0].replace(/[./]+$/, ''), 0.98, at0(line, match.index, match[0].length))
  }
  const link = links.map((target) => pattern.exec(target)?.[0]).find((target) => target !== undefined)
  return link ? new Field(link.replace(/[./]+$/, ''), 0.9, null) : null
}

const URL_TEXT =
  /(?:https?:\/\/|www\.)[^\s<>"'()|,;]{3,200}|(?<![\p{L}\p{N}@._/-])[\p{L}\p{N}-]{2,63}(?:\.[\p{L}\p{N}-]{2,63})?\.(?:com|dev|io|me|net|org|info|tech|design|app|co|ai|xyz|de|fr|es|it|pt|nl|be|ch|at|uk|eu|us|ca|page|blog|site|online)(?:\/[^\s<>"'()|,;]{0,200})?(?![\p{L}\p{N}@])/giu
/** Sites that are somebody's profile, not somebody's own. */
const PROFILES =
  /(?:linkedin|github|gitlab|twitter|facebook|instagram|xing|stackoverflow|medium|youtube|t\.me|skype|google|x)\.com|\bt\.me|^x\.com/i
const PRODUCTS = /^(?:asp|ado|vb|node|next|vue|socket|draw|monday|booking|salesforce)\.(?:net|io|com|js)/i

/** A site of the person's own; addresses come without their protocol, as people print them. */
export function findWebsite(lines: readonly Line[], links: readonly string[]): Field<string> | null {
  for (const line of lines) {
    for (const match of line.text.matchAll(URL_TEXT)) {
      const url = bare(match[0])
      const isMail = line.text[match.index - 1] === '@'
      if (url && !isMail && !isProfile(url) && !PRODUCTS.test(url))
        return new Field(url, 0.85, at0(line, match.index, match[0].length))
    }
  }
  const link = links.find((target) => /^https?:/i.test(target) && !isProfile(bare(target)))
  return link ? new Field(bare(link), 0.5, null) : null
}

const isProfile = (url: string) => PROFILES.test(url) || profileType(url) !== undefined

const bare = (url: string) =>
  url
    .replace(/^https?:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/[./]+$/, '')

const at0 = (line: Line, from: number, length: number): Span => ({
  page: line.page,
  start: line.start + from,
  end: line.start + from + length,
})
