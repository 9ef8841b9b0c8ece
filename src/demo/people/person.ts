export type ResumeLanguage = 'en' | 'de' | 'fr' | 'es'

/** A fictional applicant; employers and schools are invented, addresses and numbers are of reserved ranges. */
export interface Person {
  name: string
  headline: string
  email: string
  phone: string
  location: string
  /** The language the resume is written in. */
  language: ResumeLanguage
  summary: string
  links: string[]
  /** Newest first. */
  experiences: Experience[]
  education: Education[]
  skills: string[]
  languages: { name: string; level: string }[]
  certifications: string[]
}

export interface Experience {
  title: string
  company: string
  location: string
  /** `YYYY-MM` */
  start: string
  /** `YYYY-MM`, null while it lasts */
  end: string | null
  bullets: string[]
  technologies: string[]
}

export interface Education {
  degree: string
  field: string
  institution: string
  start: number
  end: number
}
