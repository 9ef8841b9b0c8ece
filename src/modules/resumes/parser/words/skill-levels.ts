import { fold } from './fold.ts'

/** How well somebody says to know a skill, folded; in the seven languages. */
const WORDS = `beginner|basic|basics|basic knowledge|elementary|novice|intermediate|upper intermediate|advanced|expert|
  master|mastery|proficient|fluent|fair|average|above average|below average|good|very good|excellent|outstanding|
  familiar|experienced|skilled|competent|working knowledge|working proficiency|junior|mid|mid-level|senior|
  professional|specialist|guru|debutant|notions|bases|intermediaire|confirme|avance|expert[e]?|bon|bonne|tres bon|
  maitrise|courant|anfanger|grundkenntnisse|grundlagen|gut|gute kenntnisse|sehr gut|sehr gute kenntnisse|experte|
  fortgeschritten|profi|basico|principiante|intermedio|avanzado|experto|alto|medio|bajo|base|intermedio|avanzato|
  esperto|ottimo|buono|discreto|iniciante|intermediario|avancado|especialista|basis|gevorderd|goed|uitstekend|ervaren`
const ALTERNATIVES = WORDS.split('|')
  .map((word) => word.trim())
  .join('|')
const AMOUNT = String.raw`\d{1,3} ?%|\d{1,2} ?\/ ?\d{1,2}|\d{1,2}\+? (?:years?|yrs?|months?|jahre?|ans?|anos?|anni|jaar)(?: of experience)?`
const ONLY = new RegExp(`^(?:${ALTERNATIVES}|${AMOUNT}|\\d{1,3})$`)
const MARKED_TAIL = new RegExp(
  `[ \\t]*(?:\\(\\d{1,3}\\)|[(:–-] ?(?:${ALTERNATIVES}|${AMOUNT}) ?\\)?| (?:${AMOUNT}))$`,
)
const BARE_TAIL = new RegExp(` (?:${ALTERNATIVES}|\\d{1,2}[05])$`)

/** A level and nothing else, in each of the cells. */
export const isSkillLevel = (text: string): boolean =>
  text.length <= 60 &&
  fold(text)
    .split(/\t| {2,}/)
    .every((cell) => ONLY.test(cell.trim()))

/** 'Rust – expert', 'Rust (3 years)' and 'Rust 80 %' are Rust. */
export const withoutLevel = (text: string): string => withoutTail(text, MARKED_TAIL)

/** 'Rust expert' and 'Rust 80', where a list is known to write levels so. */
export const withoutBareLevel = (text: string): string => withoutTail(text, BARE_TAIL)

/** Folding keeps the length of most words; where it does not, nothing is taken off. */
function withoutTail(text: string, tail: RegExp): string {
  const folded = fold(text)
  const found = folded.length === text.length ? tail.exec(folded) : null
  return found && found.index > 0 ? text.slice(0, found.index).trimEnd() : text
}
