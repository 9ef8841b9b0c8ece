import { fold } from '#src/modules/resumes/parser/words/fold.ts'

/** Phrases nobody writes to a human reader. */
const PHRASES = [
  /\b(?:ignore|disregard|forget|override)\s(?:all\s|any\s)?(?:of\s)?(?:the\s|your\s|these\s)?(?:previous|prior|above|earlier|preceding|former)\s(?:\w{1,20}\s)?(?:instruction|prompt|direction|rule|context|command)/,
  /\b(?:ignore|disregard)\s(?:all\s)?(?:other|the other)\s(?:candidates|applicants|resumes)/,
  /\b(?:system|developer)\s?prompt\b/,
  /\byou are (?:now )?(?:an? )?(?:ai|llm|large language model|language model|chatgpt|gpt|assistant)\b/,
  /\bas an? (?:ai|llm|language model)\b[^.\n]{0,60}\b(?:rate|rank|score|recommend|must|should)\b/,
  /\b(?:if you are|note to|attention|instructions? (?:for|to)) (?:an? |the )?(?:ai|llm|chatgpt|language model|recruiting ai|automated (?:system|reviewer|screener))\b/,
  /\b(?:rate|rank|score|give|mark) (?:this|the) (?:candidate|applicant|resume|cv)\b[^.\n]{0,40}\b(?:highest|top|first|best|perfect|10|100|maximum|excellent|exceptional)/,
  /\b(?:recommend|hire|select|shortlist) this (?:candidate|applicant) (?:immediately|regardless|without|no matter)/,
  /\bthis (?:candidate|applicant) (?:is|must be) (?:the )?(?:best|most qualified|perfect)[^.\n]{0,40}(?:must|always|highest|all other)/,
  /<\|(?:im_start|im_end|system|endoftext)\|>|\[\/?inst\]|###\s?(?:system|instruction)s?\b/,
]

/** Whether a text speaks to an automated reader. */
export function hasInjection(text: string): boolean {
  const flat = fold(text).replace(/\s+/g, ' ')
  return PHRASES.some((phrase) => phrase.test(flat))
}
