import { type BiasFlag, finder } from './flags.ts'

export const JOB_FLAGS = ['gendered', 'age', 'nationality', 'physical', 'family'] as const
export type JobFlagKind = (typeof JOB_FLAGS)[number]

/**
 * Wordings of jobs that put off people who could do the work. Gendered ones are those that research on
 * advertisements found to (Gaucher, Friesen and Kay, 2011) and titles of one form; age, origin and body are named by
 * what the guidance of equality bodies warns of. Small on purpose: a word is here only when it can be left out.
 */
const find = finder<JobFlagKind>({
  gendered: `ninjas?|rock ?stars?|guru|hackers?|dominant|dominate|aggressive(?:ly)?|fearless|manpower|man[- ]hours|chairman|salesman|foreman|craftsman
    waitress|stewardess|hostess|girls?|guys|he/she|his/her|strong[- ]man
    durchsetzungsstark|putzfrau|krankenschwester|sekretärin|kindergärtnerin|ein(?:en)? (?:jungen )?mann
    homme de terrain|femme de ménage|secrétaire \\(f\\)|señoritas?|azafata`,
  age: `digital natives?|recent graduates?|new grads?|young(?: and dynamic)?|youthful|energetic|high[- ]energy|no more than \\d+ years|(?:maximum|max\\.?) \\d+ years of experience|mature person|over[- ]?qualified|under \\d{2} years
    jung(?:es|e|er|en)?(?: und dynamisch(?:es|e|er|en)?)? team|junge[rs]? (?:kollege|mitarbeiter)[a-zäöü/*:]*|berufseinsteiger|bis \\d{2} jahre
    jeunes? diplômés?|jeune et dynamique|équipe jeune|moins de \\d{2} ans
    reci[eé]n (?:titulad|graduad|egresad)[oa]s?|equipo joven|joven y dinámico|menor(?:es)? de \\d{2} años`,
  nationality: `native (?:english|german|french|spanish|speaker)[a-z]*|mother tongue|citizens only|(?:us|eu|uk) citizen(?:s|ship)?|local candidates only|without accent|accent[- ]free
    muttersprachler[a-z*:]*|muttersprache|deutsche staatsangehörigkeit|akzentfrei(?:es)?
    langue maternelle|nationalité française|de nationalité [a-zé]+|sans accent
    lengua materna|nativ[oa]|nacionalidad española|sin acento`,
  physical: `able[- ]bodied|physically fit|physical fitness|(?:lift|carry)(?:ing)? (?:up to )?\\d+ ?(?:kg|lbs?|pounds|kilos?)|stand for long periods|perfect (?:vision|health)|well[- ]groomed|attractive appearance
    körperlich(?:e)? (?:fit|belastbar|belastbarkeit|fitness)|gepflegtes (?:äußeres|erscheinungsbild)|kerngesund
    bonne condition physique|bonne présentation|port de charges(?: lourdes)?
    buena (?:presencia|condición física)|cargar \\d+ ?kg`,
  family: `no (?:family|other) commitments|unattached|work hard,? play hard|24/7 availab(?:le|ility)
    ungebunden|sans attaches|sin cargas familiares`,
})

export function jobFlags(text: string): Array<BiasFlag & { kind: JobFlagKind }> {
  return find(text)
}
