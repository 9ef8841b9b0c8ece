/** Where in the resume's text something stands: UTF-16 offsets, end exclusive. */
export interface Span {
  page: number | null
  start: number
  end: number
}

/** Where a value comes from: a JSON Pointer into the parsed resume ('' for its text as a whole). */
export interface Citation {
  pointer: string
  span: Span | null
}

export type LocationType = 'remote' | 'hybrid' | 'onsite'

export interface JobSkill {
  key: string
  name: string
  required: boolean
  /** 0..1, relative to the job's other skills. */
  weight: number
  requirement_id: string
  /** `preferred`: not the job's, but of whoever it is for. */
  source: 'listed' | 'description' | 'preferred'
}

/** What a job brings into a score, stored with it: nothing else is read. Plain JSON. */
export interface JobProfile {
  title: string
  description: string
  skills: JobSkill[]
  experience_min: number | null
  experience_max: number | null
  location: string | null
  location_type: LocationType | null
  education_min: string | null
  embedding: number[]
}

export interface HeldTitle extends Citation {
  title: string
  start_date: string | null
  end_date: string | null
  current: boolean
}

export interface ImpliedSkill {
  key: string
  /** 0..1. */
  relation: number
}

export interface HeldSkill extends Citation {
  key: string
  name: string
  months: number | null
  /** What the tenant says it implies, and how far it answers that; absent where that is nothing. */
  implies?: ImpliedSkill[]
}

export interface HeldLanguage extends Citation {
  key: string
  name: string
  level: string | null
}

export interface HeldDegree extends Citation {
  degree: string | null
  field: string | null
}

/**
 * What a candidate brings into a score, stored with it: nothing else is read. It has no place for a name,
 * contact, birth date, gender, photo, street, school or graduation year. Plain JSON.
 */
export interface CandidateProfile {
  titles: HeldTitle[]
  skills: HeldSkill[]
  languages: HeldLanguage[]
  degrees: HeldDegree[]
  years_of_experience: number | null
  location: string | null
  /** The words of work in the whole resume, the most frequent first, parted by spaces. */
  words: string
  embedding: number[]
  /**
   * The mean of what people who met the candidate said of five values, in hundredths of 1 to 5. Not of the resume
   * and not stored with the rest: it is there for jobs whose weights ask for it.
   */
  values?: number
  citations: { years_of_experience: Citation | null; location: Citation | null }
}
