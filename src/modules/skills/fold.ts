export interface FoldedText {
  /** Lower case, without accents; any run of white space and hyphens is one space. */
  text: string
  /** For each folded unit, the UTF-16 offset it came from. */
  offsets: Uint32Array
}

/** Folds unit by unit, so that offsets survive: whole-string lower casing can change the length. */
export function fold(text: string): FoldedText {
  const offsets = new Uint32Array(text.length)
  let units = ''
  let isAfterSpace = false
  for (let i = 0; i < text.length; i++) {
    const unit = folded[text.charCodeAt(i)] ?? foldUnit(text.charAt(i))
    if (unit === '' || (unit === ' ' && isAfterSpace)) continue
    isAfterSpace = unit === ' '
    offsets[units.length] = i
    units += unit
  }
  return { text: units, offsets: offsets.subarray(0, units.length) }
}

export function foldName(name: string): string {
  return PLAIN.test(name) ? name.toLowerCase().replace(PLAIN_SPACES, ' ').trim() : fold(name).text.trim()
}

/** ASCII folds as a whole to the same, in a fraction of the time. */
const PLAIN = /^[\t\n\r -~]*$/
const PLAIN_SPACES = /[\s_-]+/g

/** A kebab key in any script: 'Visual Merchandising' gives 'visual-merchandising'. */
export function slug(name: string): string {
  return foldName(name)
    .replaceAll('+', ' plus ')
    .replaceAll('#', ' sharp ')
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

const SPACES = /[\s\u2010-\u2015\u00a0_-]/
const INVISIBLE = /[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]/
/** By UTF-16 unit. */
const folded: Array<string | undefined> = Array.from({ length: 0x10000 })

function foldUnit(unit: string): string {
  const result = computeUnit(unit)
  folded[unit.charCodeAt(0)] = result
  return result
}

function computeUnit(unit: string): string {
  if (INVISIBLE.test(unit)) return ''
  if (SPACES.test(unit)) return ' '
  if (unit === '\u2019') return "'"
  // Only Latin letters lose their marks: elsewhere a mark can make another letter (Cyrillic й, kana が).
  const base = /\p{Script=Latin}/u.test(unit) ? unit.normalize('NFD').charAt(0) : unit
  const lower = base.toLowerCase()
  return lower.length === 1 ? lower : base
}
