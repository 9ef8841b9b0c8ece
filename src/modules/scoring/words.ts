import { foldName } from '#src/modules/skills/fold.ts'
import { STOP_WORDS } from './stop-words.ts'

const MAX_WORD = 40

/**
 * The words of a text that may count: folded, without stop words, numbers (years, ages, phone numbers), e-mail
 * and web addresses, and in one form for all genders.
 */
export function words(text: string): string[] {
  return text.split(/\s+/).flatMap(wordsOfChunk)
}

/** Texts of work have few words, each again and again. */
const known = new Map<string, readonly string[]>()
const KNOWN_SIZE = 20_000

function wordsOfChunk(chunk: string): readonly string[] {
  if (chunk.length > MAX_WORD) return readChunk(chunk)
  const found = known.get(chunk)
  if (found) return found
  const read = readChunk(chunk)
  if (known.size >= KNOWN_SIZE) known.clear()
  known.set(chunk, read)
  return read
}

function readChunk(chunk: string): string[] {
  if (isAddress(chunk)) return []
  return foldName(chunk)
    .split(/[^\p{L}\p{M}\p{N}+#]+/u)
    .filter(
      (word) => word.length > 1 && word.length <= MAX_WORD && /\p{L}/u.test(word) && !STOP_WORDS.has(word),
    )
    .map(neutralForm)
}

function isAddress(chunk: string): boolean {
  return chunk.includes('@') || chunk.includes('://') || /^www\./i.test(chunk)
}

/** Endings by which six languages name the sex of who does the work, with the ending that stands for all. */
const GENDERED: ReadonlyArray<readonly [ending: RegExp, neutral: string]> = [
  [/(?<=(er|or|ist|yst|ent|eur|ant|og|at|ekt|urg))in(nen)?$/, ''],
  [/euse$/, 'eur'],
  [/trice$/, 'teur'],
  [/ienne$/, 'ien'],
  [/iere$/, 'ier'],
  [/eira$/, 'eiro'],
  [/era$/, 'ero'],
  [/ante$/, 'ant'],
  [/aria$/, 'ario'],
  [/loga$/, 'logo'],
  [/tecta$/, 'tecto'],
  [/gada$/, 'gado'],
  [/dora$/, 'dor'],
  [/tora$/, 'tor'],
  [/ress$/, 'er'],
  [/(wo)?man$/, 'person'],
]
const SHORTEST_GENDERED = 7
/** Too short or too irregular for an ending. */
const GENDERED_WORDS: ReadonlyMap<string, string> = new Map(
  `kochin koch|arztin arzt|zahnarztin zahnarzt|tierarztin tierarzt|anwaltin anwalt|rechtsanwaltin rechtsanwalt
hostess host|avocate avocat|adjointe adjoint|chargee charge|commerciale commercial|medica medico|maestra maestro
obrera obrero|cuoca cuoco|presidenta presidente|dependienta dependiente|asistenta asistente|jefa jefe`
    .split(/[|\n]/)
    .map((pair): [string, string] => {
      const [one = '', all = ''] = pair.split(' ')
      return [one, all]
    }),
)

function neutralForm(word: string): string {
  const known = GENDERED_WORDS.get(word)
  if (known !== undefined) return known
  if (word.length < SHORTEST_GENDERED) return word
  for (const [ending, neutral] of GENDERED) {
    if (ending.test(word)) return word.replace(ending, neutral)
  }
  return word
}
