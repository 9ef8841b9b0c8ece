import { cut, type Slice } from '#src/modules/resumes/parser/text/slice.ts'

/** Items of a skills section whose lines are broken anyhow, without pieces of sentences and what leads a list on. */
export const mended = (items: readonly Slice[]): Slice[] =>
  items.map(withoutFiller).filter(({ text }) => text !== '' && !NO_SKILL.test(text))

/** Without the words that lead an enumeration on or end it. */
function withoutFiller(item: Slice): Slice {
  const lead = /^(?:and|or|as well as|including|also)\s/i.exec(item.text)?.[0].length ?? 0
  const tail =
    /(?:\s(?:and|or|as))?(?:[\s,]+etc\.?|\s(?:and|or))$|(?<=\p{Ll}{2})\.$/iu.exec(item.text)?.[0].length ?? 0
  return lead + tail === 0 ? item : cut(item, lead, item.text.length - tail)
}

/** Dates, pages, places, addresses and pieces of sentences. */
const NO_SKILL =
  /@|https?:|www\.|^\p{L}{3,9}\.? (?:19|20)\d\d$|^page \d|^(?:to|of|with|the|in|for|by|at|on|from|my|i|a|an|is|are|was|were|as|using|has|have|that|which|etc|years?|months?)\b|\b(?:the|of|to|with|for|in|a|an|has|have|is|are|was|were|my|our|their|using|by|at|from|into|as)$/iu
