import type { LanguageLevel } from '#src/modules/resumes/parser/types.ts'
import { fold } from './fold.ts'

/** By level, as regular expressions over folded text; the first that matches counts, so what qualifies a word stands first. */
const LEVELS: ReadonlyArray<readonly [LanguageLevel, RegExp]> = [
  [
    'c2',
    /near[- ]native|native[- ]like|quasi[- ]?maternelle|(?:fast|nahezu|annahernd) muttersprach|mutter ?sprach\w{0,4}niveau|casi nativ|quasi madrelingua|bijna moedertaal/,
  ],
  ['b1', /limited (?:working|professional)|eingeschrankt/],
  [
    'native',
    /native|nativ[oae]?\b|mother|mutter ?sprach|matern|lengua madre|lingua madre|madrelingua|moedertaal|bilingu|tweetalig|zweisprachig|first language|langue d'origine|erstsprache|thuistaal|母语|母語|ネイティブ|모국어|원어민/,
  ],
  [
    'b2',
    /upper[- ]intermediate|intermedi\w{1,3} (?:alt|superi|avan)\w{0,5}|professional working|working proficiency|business (?:level|english|proficient)|working knowledge|vantage/,
  ],
  ['a2', /(?:pre|lower|low)[- ]intermediate|waystage/],
  ['c2', /mastery|perfect|perfekt|parfait|perfett|perfeit|proficient user|精通/],
  [
    'c1',
    /fluen|fluid|fliess|fluss?ig|courant|couramment|vloeiend|verhandlungssicher|proficien|full|excell?ent|exzellent|ausgezeichnet|hervorragend|eccellente|ottim|otim|uitstekend|advanced|avan[cz]|gevorderd|流利|流畅|ビジネス|비즈니스|유창|고급/,
  ],
  [
    'b2',
    /very good|sehr gut|tres bi?en|tres bon|muy bi?en|muy buen|molto buon|muito bo[ma]|zeer goed|erg goed|fortgeschritten|professional|gute kenntnisse in wort|b\.?2|熟练/,
  ],
  [
    'b1',
    /intermedi|conversation|konversation|conversazion|conversac|gut\b|gute|goed|good|bon\b|bonne|bien\b|bueno?\b|buon[oa]?\b|bo[ma]\b|mittel|moyen|medio?\b|gemiddeld|redelijk|threshold|日常会話|良好|일상회화|중급/,
  ],
  [
    'a2',
    /basic|basique|basis|elementa|elementair|limited|notions|nozioni|nociones|nocoes|grundkenntnisse|grundlagen|base\b|scolaire|scolastic|escolar|schulkenntnisse|matig|初级|基礎|기초|초급/,
  ],
  [
    'a1',
    /beginner|debutant|anfanger|principiant|iniciante|beginner|einsteiger|beginnend|noob|starter|入门|入門|初心者/,
  ],
]

const CEFR = /(?:^|[^a-z0-9])([abc][12])(?![a-z0-9])/

/** Tests of languages, with the least score of each level from the highest on. */
const SCORED: ReadonlyArray<readonly [RegExp, ReadonlyArray<readonly [number, LanguageLevel]>]> = [
  [
    /ielts\D{0,20}(\d(?:[.,]\d)?)/,
    [
      [8.5, 'c2'],
      [7, 'c1'],
      [5.5, 'b2'],
      [4, 'b1'],
      [3, 'a2'],
    ],
  ],
  [
    /toeic\D{0,20}(\d{3})/,
    [
      [945, 'c1'],
      [785, 'b2'],
      [550, 'b1'],
      [225, 'a2'],
      [120, 'a1'],
    ],
  ],
  [
    /toefl\D{0,20}(\d{2,3})(?!\d)/,
    [
      [95, 'c1'],
      [72, 'b2'],
      [42, 'b1'],
      [20, 'a2'],
    ],
  ],
  [
    /duolingo\D{0,20}(\d{2,3})(?!\d)/,
    [
      [145, 'c2'],
      [120, 'c1'],
      [95, 'b2'],
      [65, 'b1'],
      [30, 'a2'],
    ],
  ],
  [
    /hsk\D{0,8}([1-6])/,
    [
      [6, 'c1'],
      [5, 'b2'],
      [4, 'b1'],
      [3, 'a2'],
      [1, 'a1'],
    ],
  ],
  [
    /topik\D{0,8}([1-6])/,
    [
      [6, 'c1'],
      [5, 'c1'],
      [4, 'b2'],
      [3, 'b1'],
      [2, 'a2'],
      [1, 'a1'],
    ],
  ],
]
const NAMED: ReadonlyArray<readonly [RegExp, LanguageLevel]> = [
  [/\b(?:cpe|certificate of proficiency)\b/, 'c2'],
  [/\bcae\b|cambridge advanced|\bn1\b|\bc1 advanced/, 'c1'],
  [/\bfce\b|first certificate|\bn2\b|\bcet-?6\b/, 'b2'],
  [/\bpet\b|preliminary english|\bn3\b|\bcet-?4\b/, 'b1'],
  [/\bket\b|key english|\bn4\b/, 'a2'],
  [/\bn5\b/, 'a1'],
]

/** The level that a document puts in its own words or by a test, in the steps of the CEFR; null where it is not told. */
export function cefrOf(text: string | null): LanguageLevel | null {
  if (!text) return null
  const folded = fold(text)
  const named = CEFR.exec(folded)?.[1]
  if (named) return named as LanguageLevel
  return ofTest(folded) ?? LEVELS.find(([, words]) => words.test(folded) || words.test(text))?.[0] ?? null
}

function ofTest(folded: string): LanguageLevel | null {
  for (const [pattern, steps] of SCORED) {
    const found = pattern.exec(folded)?.[1]
    const score = Number(found?.replace(',', '.'))
    const step = found ? steps.find(([least]) => score >= least) : undefined
    // TOEFL on paper goes to 677.
    if (step && !(score > 120 && folded.includes('toefl'))) return step[1]
  }
  return NAMED.find(([pattern]) => pattern.test(folded))?.[1] ?? null
}
