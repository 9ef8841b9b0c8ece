import type { ReasonCode } from './reason-codes.ts'

/** The client's content type is not here on purpose: what a file is, its bytes say. */
export interface DocumentInput {
  bytes: Uint8Array
  filename: string
}

export interface ParseOptions {
  /** Where 'present' ends. */
  asOf: Date
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
}

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
}

export interface Certification {
  name: string
  issuer: string | null
  date: string | null
}

export interface ParsedData {
  personal: Personal
  experience: Experience[]
  education: Education[]
  skills: { technical: string[]; soft: string[]; languages: SpokenLanguage[] }
  certifications: Certification[]
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
