import type { Citation, Span } from './profiles.ts'

/**
 * What of a parsed resume is read here. Name and institutions only to blank them in free text; contacts, birth
 * date, school years and grades are not even named.
 */
export interface ResumeData {
  personal: { full_name: string | null; location: string | null }
  experience: ReadonlyArray<{
    title: string | null
    /** Read only to tell a break from a position. */
    company?: string | null
    start_date: string | null
    end_date: string | null
    current: boolean
    description: string | null
    technologies: readonly string[]
  }>
  education: ReadonlyArray<{ degree: string | null; field: string | null; institution: string | null }>
  skills: {
    technical: readonly string[]
    soft: readonly string[]
    languages: ReadonlyArray<{ language: string; level: string | null }>
  }
  certifications: ReadonlyArray<{ name: string }>
  summary: string | null
  years_of_experience: number | null
}

/** Keyed by JSON Pointer into the parsed resume. */
export type ResumeProvenance = Readonly<Record<string, { span: Span | null }>>

export interface Resume {
  data: ResumeData
  provenance: ResumeProvenance
  text: string
}

/** The field, with the span of itself or of the nearest field around it that has one. */
export function cite(provenance: ResumeProvenance, pointer: string): Citation {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const span = Object.hasOwn(provenance, at) ? provenance[at]?.span : null
    if (span) return { pointer, span: { page: span.page, start: span.start, end: span.end } }
  }
  return { pointer, span: null }
}
