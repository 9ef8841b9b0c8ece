import type { ResumeData } from '../resume.ts'
import { AGE, FAMILY_BREAK } from './family-break.ts'
import { type BiasFlag, finder } from './flags.ts'

export const RESUME_FLAGS = [
  'name',
  'photo',
  'age',
  'school',
  'gap',
  'marital_status',
  'religion',
  'nationality',
  'pronoun',
  'gender',
] as const
export type ResumeFlagKind = (typeof RESUME_FLAGS)[number]

/**
 * What of a resume can stand in for who somebody is: who reads it sees it, and no score does. In English, German,
 * French and Spanish. Lines with a label ('Religion: ...') are meant, since the bare words are also work.
 */
const find = finder<Exclude<ResumeFlagKind, 'name' | 'school'>>({
  photo: `photo(?:graph)?(?: attached|:[^\\n]*)|headshot
    (?:bewerbungs|pass|licht)(?:foto|bild)|photo d.identité|photo ci-jointe|foto(?:grafía)? adjunta`,
  age: `${AGE}|date of birth[^\\n]*|d\\.?o\\.?b\\.?:[^\\n]*|birth ?da(?:te|y)[^\\n]*|born \\d[^\\n]*
    geburts(?:datum|tag)[^\\n]*|geboren am[^\\n]*|date de naissance[^\\n]*|née? le[^\\n]*|fecha de nacimiento[^\\n]*|nacid[oa] el[^\\n]*
    (?:alter|âge|edad) ?:[^\\n]*`,
  gap: FAMILY_BREAK,
  marital_status: `marital status[^\\n]*|(?:happily )?married|divorced|widowed|mother of [^\\n.,]+|father of [^\\n.,]+
    familienstand[^\\n]*|verheiratet|geschieden|verwitwet|ledig|état civil[^\\n]*|situation (?:familiale|de famille)[^\\n]*|mariée?|divorcée?|célibataire
    estado civil[^\\n]*|casad[oa]|divorciad[oa]|solter[oa]`,
  religion: `religion ?:[^\\n]*|religious affiliation[^\\n]*|konfession[^\\n]*|religión ?:[^\\n]*
    practi[cs]ing (?:christian|catholic|muslim|jew|hindu|buddhist)`,
  nationality: `nationality[^\\n]*|citizenship[^\\n]*|place of birth[^\\n]*|ethnicity[^\\n]*|staatsangehörigkeit[^\\n]*|geburtsort[^\\n]*
    nationalité[^\\n]*|lieu de naissance[^\\n]*|nacionalidad[^\\n]*|lugar de nacimiento[^\\n]*`,
  pronoun: 'she/her(?:/hers)?|he/him(?:/his)?|they/them(?:/theirs)?|she|he|her|his|hers|him|herself|himself',
  gender: `(?:gender|sex) ?:[^\\n]*|geschlecht ?:[^\\n]*|sexe ?:[^\\n]*|sexo ?:[^\\n]*
    mrs?\\.?|ms\\.?|miss|herr|frau|monsieur|madame|señor(?:a|ita)?`,
})

/** In reading order, so far as they have a place. */
export function resumeFlags(data: ResumeData, text: string): Array<BiasFlag & { kind: ResumeFlagKind }> {
  const named = (kind: 'name' | 'school', value: string | null) => {
    const start = value ? text.indexOf(value) : -1
    return value && start >= 0 ? [{ kind, text: value, start, end: start + value.length }] : []
  }
  return [
    ...named('name', data.personal.full_name),
    ...data.education.flatMap(({ institution }) => named('school', institution)),
    ...find(text),
  ].sort((a, b) => a.start - b.start || b.end - a.end)
}
