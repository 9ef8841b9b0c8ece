import { hasInjection } from '#src/modules/resumes/index.ts'

/** A candidate's words with what speaks to an automated reader blanked out; places in it are places in the original. */
export interface GuardedText {
  text: string
  hasInstructions: boolean
}

/**
 * What a candidate writes is data. A sentence that gives orders to software is kept in the transcript, where people see
 * it, and is neither shown to a model nor scored: so it can change no score, whoever would obey it. Two sentences are
 * also looked at together, because an order may be broken in two.
 */
export function guardedText(original: string): GuardedText {
  const sentences = [...original.matchAll(SENTENCE)]
  const refused = new Set<number>()
  sentences.forEach(({ 0: sentence }, i) => {
    if (hasInjection(sentence)) refused.add(i)
  })
  sentences.forEach(({ 0: sentence }, i) => {
    const next = sentences[i + 1]?.[0]
    if (next === undefined || refused.has(i) || refused.has(i + 1)) return
    if (hasInjection(`${sentence} ${next}`)) refused.add(i).add(i + 1)
  })
  let text = original
  for (const i of refused) {
    const { index = 0, 0: sentence = '' } = sentences[i] ?? {}
    text = text.slice(0, index) + ' '.repeat(sentence.length) + text.slice(index + sentence.length)
  }
  // An order that no pair of sentences shows: nothing of the text is sure.
  if (refused.size === 0 && hasInjection(original))
    return { text: ' '.repeat(original.length), hasInstructions: true }
  return { text, hasInstructions: refused.size > 0 }
}

const SENTENCE = /[^.!?\n]+[.!?\n]*/g
