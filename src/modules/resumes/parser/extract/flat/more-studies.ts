import { linesOf, type SectionBlock } from '#src/modules/resumes/parser/extract/sections.ts'
import { Field, type Tracked } from '#src/modules/resumes/parser/text/field.ts'
import type { Education } from '#src/modules/resumes/parser/types.ts'
import { degreeLevel, isInstitution } from '#src/modules/resumes/parser/words/degrees.ts'
import { foldWords } from '#src/modules/resumes/parser/words/fold.ts'
import { withinReach } from './look.ts'
import { studiesTold } from './studies.ts'

type Study = Tracked<Education>
type Name = Study['degree_raw']

/**
 * The entries of an education section without layout, completed by what the words alone tell, there and elsewhere.
 * Of running text only the words are believed.
 */
export function withMoreStudies(
  found: readonly Study[],
  blocks: readonly SectionBlock[],
  { isRunning, hasLostLines }: { isRunning: boolean; hasLostLines: boolean },
): Study[] {
  const listed = isRunning ? [] : found.map(sound)
  const studies = listed.filter((study) => isWhole(study, hasLostLines))
  // Lines that could all be told apart say nothing more across their ends.
  const isUnderstood = !hasLostLines && studies.length > 0 && studies.length === listed.length
  const told = [
    ...(isUnderstood ? [] : studiesTold(withinReach(linesOf(blocks, 'education')), true)),
    ...studiesTold(withinReach(linesOf(blocks, 'header', 'summary', 'other', 'certifications')), false),
  ]
  for (const study of [...told, ...listed.filter(isNamed)]) {
    if (isNew(study, studies)) studies.push(study)
    else addDates(study, studies)
  }
  return studies
}

const textOf = (value: Name): string => (value instanceof Field ? (value.value ?? '') : (value ?? ''))

const MAX_NAME = 12

/** A degree and a school and nothing else in them; where lines are lost, only a school by its words is one. */
function isWhole(study: Study, isStrict: boolean): boolean {
  const [degree, school] = [textOf(study.degree_raw), textOf(study.institution)]
  const isSchool = isInstitution(school) || (!isStrict && SHORT_NAME.test(school))
  return (
    degreeLevel(degree) !== null &&
    isSchool &&
    !isInstitution(degree) &&
    (degreeLevel(school) ?? 'high_school') === 'high_school' &&
    [degree, school].every((text) => text.split(' ').length <= MAX_NAME)
  )
}

const SHORT_NAME = /^\p{Lu}[^\d.;:]{1,40}$/u

/** Its degree or its school is one by its words. */
const isNamed = (study: Study) =>
  degreeLevel(textOf(study.degree_raw)) !== null || isInstitution(textOf(study.institution))

function sound(study: Study): Study {
  const degree = textOf(study.degree_raw)
  const school = textOf(study.institution)
  const isProse = (text: string) => text.split(' ').length > 14 || /^\p{Ll}+ed\s|^[.;]/u.test(text)
  return {
    ...study,
    degree_raw: isProse(degree) && degreeLevel(degree) === null ? null : study.degree_raw,
    institution: isProse(school) && !isInstitution(school) ? null : study.institution,
  }
}

function isNew(study: Study, known: readonly Study[]): boolean {
  const [degree, school] = [foldWords(textOf(study.degree_raw)), foldWords(textOf(study.institution))]
  const hasDegree =
    degree === '' || known.some((other) => includes(foldWords(textOf(other.degree_raw)), degree))
  const hasSchool =
    school === '' || known.some((other) => includes(foldWords(textOf(other.institution)), school))
  return !(hasDegree && hasSchool)
}

/** What tells the years of a study that is known without them. */
function addDates(study: Study, known: Study[]): void {
  if (study.graduation_year === null) return
  const school = foldWords(textOf(study.institution))
  const degree = foldWords(textOf(study.degree_raw))
  const same = known.find(
    (other) =>
      other.graduation_year === null &&
      (degree === '' || includes(foldWords(textOf(other.degree_raw)), degree)) &&
      (school === '' || includes(foldWords(textOf(other.institution)), school)),
  )
  if (!same) return
  const { start_date, end_date, graduation_year } = study
  Object.assign(same, { start_date, end_date, graduation_year })
}

const includes = (known: string, given: string) =>
  known !== '' && (known.includes(given) || given.includes(known))
