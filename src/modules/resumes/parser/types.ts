import type { OwnSkill } from '#src/modules/skills/lexicon.ts'
import type { ReasonCode } from './reason-codes.ts'

/** The client's content type is not here on purpose: what a file is, its bytes say. */
export interface DocumentInput {
  bytes: Uint8Array
  filename: string
}

export interface ReadOptions {
  /** Reads scans and pictures by recognition. */
  recognize: boolean
}

export interface ParseOptions extends Partial<ReadOptions> {
  /** Where 'present' ends. */
  asOf: Date
  /** What the tenant added to the lexicon. */
  ownSkills?: readonly OwnSkill[]
}

/** What goes to a child process. */
export interface ParseTask extends ParseOptions {
  document: DocumentInput
}

export type ParseState = 'parsed' | 'needs_review' | 'failed'

export interface Personal {
  full_name: string | null
  first_name: string | null
  last_name: string | null
  email: string | null
  /** E.164. */
  phone: string | null
  location: string | null
  linkedin: string | null
  github: string | null
  website: string | null
  /** Every page of the person that the document shows or links to, those above too. */
  links: Link[]
}

export interface Link {
  type: LinkType
  /** As documents print it, without its protocol. */
  url: string
}

export type LinkType =
  | 'linkedin'
  | 'github'
  | 'gitlab'
  | 'stackoverflow'
  | 'twitter'
  | 'xing'
  | 'medium'
  | 'behance'
  | 'dribbble'
  | 'kaggle'
  | 'orcid'
  | 'researchgate'
  | 'scholar'
  | 'youtube'
  | 'instagram'
  | 'facebook'
  | 'telegram'
  | 'website'

/** The steps of the CEFR, and above them who grew up with a language. */
export type LanguageLevel = 'a1' | 'a2' | 'b1' | 'b2' | 'c1' | 'c2' | 'native'

/** Dates are as precise as the document: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export interface Experience {
  title: string | null
  company: string | null
  location: string | null
  start_date: string | null
  end_date: string | null
  current: boolean
  description: string | null
  technologies: string[]
}

export type DegreeLevel =
  | 'high_school'
  | 'certificate'
  | 'diploma'
  | 'associate'
  | 'bachelor'
  | 'master'
  | 'doctorate'

export interface Education {
  degree: DegreeLevel | null
  degree_raw: string | null
  field: string | null
  institution: string | null
  start_date: string | null
  end_date: string | null
  graduation_year: number | null
  gpa: number | null
}

export interface SpokenLanguage {
  /** The English name. */
  language: string
  /** As the document puts it. */
  level: string | null
  cefr: LanguageLevel | null
}

export interface Certification {
  name: string
  issuer: string | null
  date: string | null
  expires: string | null
  credential_id: string | null
}

export interface Publication {
  title: string
  /** The journal, the publishing house or the conference. */
  publisher: string | null
  date: string | null
  url: string | null
}

export interface ParsedData {
  personal: Personal
  experience: Experience[]
  education: Education[]
  skills: { technical: string[]; soft: string[]; languages: SpokenLanguage[] }
  certifications: Certification[]
  publications: Publication[]
  summary: string | null
  /** The union of the intervals of experience, in years with one decimal. */
  years_of_experience: number | null
}

/** UTF-16 offsets into `ParseResult.text`, `end` exclusive; pages count from 1. */
export interface Span {
  page: number
  start: number
  end: number
}

/** Keyed by JSON Pointer into `parsed_data`; confidence is 0..1. A span is null where no visible text says it. */
export type Provenance = Record<string, { confidence: number; span: Span | null; source?: 'person' }>

export interface ParseResult {
  state: ParseState
  reason_codes: ReasonCode[]
  parsed_data: ParsedData | null
  provenance: Provenance
  text: string
  /** ISO 639-1. */
  language: string | null
  page_count: number
  content_type: string | null
  parser_version: string
}
