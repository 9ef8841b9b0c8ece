/** The forms in which a sentence may be meant: as it is written, and with what disguises it undone. All folded. */
export function readingsOf(sentence: string): string[] {
  const plain = fold(sentence)
  const readings = [plain]
  if (!isDisguised(plain)) return readings
  if (LEET.test(plain)) readings.push(plain.replace(/[0-9@$!|]/g, (sign) => LETTER_OF[sign] ?? sign))
  const spelled = respaced(plain)
  if (spelled !== plain) readings.push(spelled)
  if (BACKWARDS.test(plain)) readings.push(turned(plain))
  for (const decoded of decodedIn(sentence)) readings.push(...decoded.split(/(?<=[.!?])\s+|\n/).map(fold))
  return readings
}

const BACKWARDS = /erongi|dragersid|tegrof|edirrevo|snoitcurtsni|tpmorp|etadidnac|tnacilppa|dnemmocer/

/** What there is in each disguise. One after the other they are ten times as fast as in one pattern. */
const DISGUISES = [
  /[a-z][0-9@$!|]+[a-z]/,
  /\b[a-z](?:[ ._*~-]{1,3}[a-z]\b){3}/,
  /[a-z][._*~-][a-z]+[._*~-][a-z]/,
  /\b[\w+/-]{16}/,
  BACKWARDS,
]

/** Whether a folded text may be meant otherwise than it is written. */
const isDisguised = (folded: string): boolean => DISGUISES.some((disguise) => disguise.test(folded))

const NOT_ASCII = /[^\0-\x7f]/

/** Lower case, Latin letters without marks and in one script, straight quotes, single spaces. */
export function fold(text: string): string {
  const flat = NOT_ASCII.test(text) ? foldLetters(text) : text.toLowerCase()
  return flat.replace(/[^\S ]+|\s{2,}/g, ' ').trim()
}

const TYPOGRAPHIC = /^[\0-\x7f\u2010-\u2027\u2030-\u205e\u00a0\u00ab\u00b7\u00bb]*$/
const QUOTES: Record<string, string> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
}
const unquoted = (text: string): string => text.replace(/[’‘“”„«»]/g, (quote) => QUOTES[quote] ?? quote)

function foldLetters(text: string): string {
  if (TYPOGRAPHIC.test(text)) return unquoted(text.toLowerCase())
  const folded = unquoted(text)
    .replace(/\p{Cf}|\u034f|\u115f|\u1160|\u3164/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/(\p{sc=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replace(/[ßłøæœđıð]/g, (letter) => LATIN[letter] ?? letter)
  return MIXED_WORD.test(folded) ? folded.replace(LOOKALIKES, (letter) => LOOKS[letter] ?? letter) : folded
}

const LATIN: Record<string, string> = { ß: 'ss', ł: 'l', ø: 'o', æ: 'ae', œ: 'oe', đ: 'd', ı: 'i', ð: 'd' }

/** A word of two scripts that are written alike. */
const MIXED_WORD = /\p{sc=Latin}[\p{sc=Cyrillic}\p{sc=Greek}]|[\p{sc=Cyrillic}\p{sc=Greek}]\p{sc=Latin}/u
const LOOKS: Record<string, string> = Object.fromEntries(
  'аa вb сc ԁd еe ёe гr һh нh іi їi јj кk мm оo рp ѕs тt уy хx ԝw αa βb εe ηn ιi κk νv οo ρp τt υu χx ѵv'
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
)
const LOOKALIKES = new RegExp(`[${Object.keys(LOOKS).join('')}]`, 'g')

/** Digits for letters within a word. */
const LEET = /[a-z][0-9@$!|]{1,2}[a-z]/
const LETTER_OF: Record<string, string> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
}

/** Single letters with a sign or space after each. */
const SPELLED = /\b[a-z](?:[ ._*~-]{1,3}[a-z]\b){6,}/g
/** Words with signs instead of spaces, or with nothing between them. */
const CHAINED = /\b[a-z]+(?:[._*~-][a-z]+){3,}\b/g
const JAMMED = /\b[a-z]{20,}/g

function respaced(text: string): string {
  return text
    .replace(SPELLED, (run) => wordsIn(run.replace(/[^a-z]/g, '')))
    .replace(CHAINED, (chain) => chain.replace(/[._*~-]/g, ' '))
    .replace(JAMMED, wordsIn)
}

/** Words of orders, the longest first, to part letters without spaces by. */
const WORDS = new RegExp(
  `${'instructions instruction disregard recommend candidate applicant guidelines everything previous override rankings ranking highest resume ignore forget prompt system reject accept approve assign first prior above rules score these given rate rank hire give must your this best have been now all any the and you are top not do as to of'
    .split(' ')
    .toSorted((a, b) => b.length - a.length)
    .join('|')}`,
  'g',
)

const wordsIn = (letters: string): string => letters.replace(WORDS, ' $& ').replace(/ +/g, ' ').trim()

const FORWARDS = /ignore|disregard|forget|override|instructions|prompt|candidate|applicant|recommend/

/** A text read from its end, and from its first telling word on where other words stood behind it. */
function turned(text: string): string {
  const read = [...text].reverse().join('')
  return `${read} : ${read.slice(read.search(FORWARDS))}`
}

/** What may be base64, or bytes as hexadecimal digits. */
const ENCODED = /[\w+/-]{16,}/g
const PROSE = /^[\p{L}\p{N}\p{P}\p{S}\s]+$/u

function decodedIn(sentence: string): string[] {
  return (sentence.match(ENCODED) ?? [])
    .flatMap((code) => [Buffer.from(code, 'base64'), Buffer.from(code, 'hex')])
    .map((bytes) => bytes.toString('utf8'))
    .filter((text) => text.includes(' ') && PROSE.test(text))
}
