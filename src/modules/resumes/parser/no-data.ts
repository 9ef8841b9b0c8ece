import type { ParsedData } from './types.ts'

/** A resume that says nothing. */
export const NO_DATA: ParsedData = {
  personal: {
    full_name: null,
    first_name: null,
    last_name: null,
    email: null,
    phone: null,
    location: null,
    linkedin: null,
    github: null,
    website: null,
    links: [],
  },
  experience: [],
  education: [],
  skills: { technical: [], soft: [], languages: [] },
  certifications: [],
  publications: [],
  summary: null,
  years_of_experience: null,
}
