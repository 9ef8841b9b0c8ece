import type { DegreeLevel } from '#src/modules/resumes/parser/types.ts'
import { fold } from './fold.ts'

/** The first that matches the folded text counts, so the higher level of a name stands first. */
const LEVELS: Array<[DegreeLevel, RegExp]> = [
  [
    'doctorate',
    /\b(?:ph\.? ?d|d\.? ?phil|doctor(?:ate|al)?|doctora\w{0,4}|doktor\w{0,4}|promotion|dottorato|doutorado|edd|ed\.d|dba|m\.? ?d\.?|j\.? ?d\.?|dr\.)(?![\w.]*\w)/,
  ],
  [
    'master',
    /\b(?:masters?(?:'s|'?)|mba|m\.? ?b\.? ?a|m\.? ?sc?\.?|m\.? ?a\.?|m\.? ?eng|m\.? ?tech|m\.? ?ed|m\.? ?phil|mca|m\.? ?com|ll\.? ?m|mfa|mph|mpa|mestrado|mestre|maestria|laurea magistrale|laurea specialistica|magister|diplom(?:-?\w{0,20}(?:in|e|er|ingenieur))?|diplome d'ingenieur|dess|dea|licenciatura con maestria|doctorandus|drs)(?![\w])/,
  ],
  [
    'bachelor',
    /\b(?:bachelors?(?:'s|'?)|b\.? ?s\.? ?c?\.?|b\.? ?a\.?|b\.? ?e\.?|b\.? ?eng|b\.? ?tech|b\.? ?com|b\.? ?ed|bba|b\.? ?b\.? ?a|bca|bfa|ll\.? ?b|licence|licenciatura|licenciado|licenciada|grado en|grado|graduacao|bacharel\w{0,4}|laurea(?: triennale)?|undergraduate|ingenieria|ingeniero|hbo|wo)(?![\w])/,
  ],
  [
    'associate',
    /\b(?:associates?(?:'s|'?)|a\.? ?a\.? ?s\.?|a\.? ?s\.|a\.? ?a\.|dut|bts|deug|foundation degree|tecnico superior|higher technician|tecnologo)(?![\w])/,
  ],
  [
    'high_school',
    /\b(?:high school|secondary school|highschool|ged|a-? ?levels?|gcse|bacc?alaureat|bac|abitur|fachabitur|matura|mittlere reife|realschulabschluss|hauptschulabschluss|bachillerato|maturita|diploma di maturita|ensino medio|vwo|havo|mavo|hsc|ssc|10th|12th|intermediate|lycee|matric|matriculation)(?![\w])/,
  ],
  ['diploma', /\b(?:diploma|diplome|higher national|hnd|postgraduate diploma|pgd)(?![\w])/],
  [
    'certificate',
    /\b(?:certificate|certification|bootcamp|boot camp|nanodegree|zertifikat|certificat|certificado|certificato|ausbildung|apprenticeship|(?:technical|training|online|professional|vocational|short) course|curso(?: tecnico| superior)?|specializations?)(?![\w])/,
  ],
]

/** Short forms that are also words or initials count only at the start of a line or before a field of study. */
export function degreeLevel(text: string): DegreeLevel | null {
  const folded = fold(text)
  for (const [level, pattern] of LEVELS) {
    const found = pattern.exec(folded)
    if (found && (found[0].length > 3 || isAbbreviation(text, found.index, found[0].length))) return level
  }
  return null
}

/** `BS`, `M.A.`, `PhD`, not `ma` or `be`. */
const isAbbreviation = (text: string, at: number, length: number) =>
  (/^(?:\p{Lu}|\d)/u.test(text.slice(at, at + length)) &&
    /\p{Lu}/u.test(text.slice(at + 1, at + length + 1))) ||
  /\d/.test(text[at] ?? '')

const INSTITUTION =
  /\b(?:universit\w{0,6}|univ\.?|college|school|institut\w{0,4}|academy|academ[iy]\w?|faculty|polytechni\w{0,4}|hochschule|fachhochschule|\w{0,20}schule|gymnasium|\w{0,20}kolleg|berufskolleg|universida\w{1,2}|politecnic\w|facultad|faculdade|instituto|istituto|liceo|colegio|escuela|escola|scuola|ecole|lycee|faculte|iut|insa|ens|hogeschool|universiteit|lyceum|eth|epfl|mit|ucla|iit|tu|fh|kth|bootcamp|udacity|coursera|general assembly|conservator\w{1,6})\b/

export const isInstitution = (text: string): boolean => INSTITUTION.test(fold(text))
