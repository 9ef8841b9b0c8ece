import { cut, type Slice, sliceOf } from '#src/modules/resumes/parser/text/slice.ts'
import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { countryNamed, countryOfCity, countryOfState } from '#src/modules/resumes/parser/words/places.ts'
import type { FoundLocation } from '#src/modules/resumes/parser/extract/location.ts'

/** 'Springfield, IL 62701', 'New Delhi - 110001': a town and what it lies in, anywhere in a line. */
const TOWN_AND_STATE =
  /(?<![\p{L}\d])((?:\p{Lu}[\p{L}.'’-]{1,20}\s){0,2}\p{Lu}[\p{L}.'’-]{1,20})(?:,\s?|\s)((?:\p{Lu}\.){2}|\p{Lu}{2}(?![\p{L}])|\p{Lu}\p{Ll}{2,15}(?:\s\p{Lu}\p{Ll}{2,15})?)/gu
const STREET =
  /^(?:street|st|road|rd|avenue|ave|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|square|way|circle|parkway|highway|apartment|apt|suite|floor|box|nagar|colony|sector|no|house|hall|building)\.?,?$/i

/** The first place of the lines that is a town with its state or country. */
export function firstPlace(lines: readonly Line[]): FoundLocation | null {
  for (const line of lines) {
    const found = placeIn(sliceOf(line))
    if (found) return found
  }
  return null
}

function placeIn(slice: Slice): FoundLocation | null {
  for (const match of slice.text.matchAll(TOWN_AND_STATE)) {
    const [, town = '', region = ''] = match
    const hasComma = match[0].includes(',')
    const words = town.split(' ')
    const street = words.findLastIndex((word) => STREET.test(word))
    const names = words.slice(street + 1)
    const country = regionOf(region, hasComma, slice.text.slice(match.index + match[0].length))
    const isTown = countryOfCity(names.join(' ')) !== null || hasComma
    if (!country || names.length === 0 || !isTown) continue
    const lead = town.length - names.join(' ').length
    const known = knownTail(names)
    return { slice: cut(slice, match.index + lead + known, match.index + match[0].length - country.surplus), country: country.code }
  }
  return null
}

/** Without the words before a known town: 'Jane Doe Boston, MA'. */
function knownTail(names: readonly string[]): number {
  for (let i = 0; i < names.length - 1; i++) {
    if (countryOfCity(names.slice(i).join(' ')) !== null) return i === 0 ? 0 : names.slice(0, i).join(' ').length + 1
  }
  const last = names.at(-1) ?? ''
  return names.length > 1 && countryOfCity(last) !== null ? names.slice(0, -1).join(' ').length + 1 : 0
}

/** 'IL' needs its comma or a postal code; of two capitalised words the first alone may be the state. */
function regionOf(region: string, hasComma: boolean, rest: string): { code: string; surplus: number } | null {
  if (/^\p{Lu}{2}$/u.test(region) && !hasComma && !/^\s\d{5}/.test(rest)) return null
  const whole = countryOfState(region) ?? countryNamed(region)
  if (whole) return { code: whole, surplus: 0 }
  const [first = '', second] = region.split(' ')
  const code = second === undefined ? null : (countryOfState(first) ?? countryNamed(first))
  return code && second !== undefined ? { code, surplus: second.length + 1 } : null
}
