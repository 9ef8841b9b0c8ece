import type { Certification, Link, ParsedData, Publication, SpokenLanguage } from './parser/types.ts'

type Added<T, Names extends keyof T> = Omit<T, Names> & Partial<Pick<T, Names>>

/** What parsers of all versions wrote: later ones read more of a resume. */
interface StoredData extends Omit<ParsedData, 'personal' | 'skills' | 'certifications' | 'publications'> {
  personal: Omit<ParsedData['personal'], 'links'> & { links?: Link[] }
  skills: Omit<ParsedData['skills'], 'languages'> & { languages: Array<Added<SpokenLanguage, 'cefr'>> }
  certifications: Array<Added<Certification, 'expires' | 'credential_id'>>
  publications?: Publication[]
}

/** A stored result in the members of today. */
export function readStoredData(json: string): ParsedData {
  const { personal, skills, certifications, ...stored } = JSON.parse(json) as StoredData
  return {
    publications: [],
    ...stored,
    personal: { links: [], ...personal },
    skills: { ...skills, languages: skills.languages.map((item) => ({ cefr: null, ...item })) },
    certifications: certifications.map((item) => ({ expires: null, credential_id: null, ...item })),
  }
}
