import { blankInstructions, isInstruction } from '#src/modules/scoring/instructions/find-instructions.ts'

/** A candidate's words with what speaks to an automated reader blanked out; places in it are places in the original. */
export interface GuardedText {
  text: string
  hasInstructions: boolean
}

/**
 * What a candidate writes is data. A sentence that gives orders to software is kept in the transcript, where people see
 * it, and is neither shown to a model nor scored: so it can change no score, whoever would obey it.
 */
export function guardedText(original: string): GuardedText {
  const text = blankInstructions(original)
  if (text !== original) return { text, hasInstructions: true }
  // An order that no sentence shows: nothing of the text is sure.
  if (isInstruction(original)) return { text: ' '.repeat(original.length), hasInstructions: true }
  return { text, hasInstructions: false }
}
