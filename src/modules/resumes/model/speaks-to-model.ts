/** What nobody writes into a resume for people. Wider than what is told as `text.injection`: a false alarm costs nothing. */
const SIGNS = [
  // Roles and marks of chats, and of calls of tools.
  /^[ \t]{0,8}[#>*[<]{0,4}[ \t]{0,8}(?:system|assistant|user|developer|tool|human|ai)[ \t]{0,8}[\]>]?[ \t]{0,8}[:>\]]/im,
  /\b(?:tool|function)_?(?:call|use|choice)s?\b|<\/?(?:tool|function|script|iframe|img|system|instructions?)\b/i,
  // Pieces of the answer.
  /["'`{[]\s*(?:full_name|skills|experience|education|sentences|factors|parsed_data|score)\b["'`]?\s*:/i,
  /```|\}\s*\]|\]\s*\}/,
  // Orders, in the languages that resumes come in.
  /\b(?:respond|reply|answer|output|return|print|echo|set|add|report|insert)\b[^.\n]{0,60}\b(?:json|field|value|schema|skills?|name|score|instead)\b/i,
  /\b(?:prompt|jailbreak|instructions?|guidelines|language model|chatbot|llm|gpt|dan mode|developer mode)\b/i,
  /\b(?:ignoriere|anweisung(?:en)?|ignorez|ignora|ignorad|instrucciones|istruzioni|instruções|negeer|instructies)\b/i,
  /\b(?:pretend|act as|role-?play|from now on|you must|you are now|you will)\b/i,
  // Pictures and links that carry something away.
  /!\[[^\]]{0,200}\]\(|\]\(https?:|https?:\/\/\S{0,200}[?&]\S{0,200}=/i,
  // Characters that nobody sees, and directions that nobody reads.
  /[\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2064}\u{2066}-\u{2069}\u{feff}\u{e0000}-\u{e007f}]/u,
  // Something encoded.
  /[A-Za-z0-9+/]{60,}={0,2}/,
]

/** Whether a text may be meant for a model rather than for people, also where it is written backwards. */
export function speaksToModel(text: string): boolean {
  const plain = text.normalize('NFKC')
  const backwards = [...plain].reverse().join('')
  return (
    SIGNS.some((sign) => [text, plain, backwards].some((said) => sign.test(said))) || hasMixedWords(plain)
  )
}

/** Words of letters of several scripts, which look like words of one. */
const hasMixedWords = (text: string): boolean =>
  (text.match(/\p{L}+/gu) ?? []).some((word) => SCRIPTS.filter((script) => script.test(word)).length > 1)

const SCRIPTS = [/\p{sc=Latin}/u, /\p{sc=Cyrillic}/u, /\p{sc=Greek}/u]
