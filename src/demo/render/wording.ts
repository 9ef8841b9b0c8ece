import type { Education, Experience, Person, ResumeLanguage } from '../people/person.ts'

interface Headings {
  summary: string
  experience: string
  education: string
  skills: string
  languages: string
  certifications: string
  contact: string
  technologies: string
  email: string
  phone: string
  present: string
}

const HEADINGS: Record<ResumeLanguage, Headings> = {
  en: {
    summary: 'Summary',
    experience: 'Work Experience',
    education: 'Education',
    skills: 'Skills',
    languages: 'Languages',
    certifications: 'Certifications',
    contact: 'Contact',
    technologies: 'Technologies',
    email: 'Email',
    phone: 'Phone',
    present: 'Present',
  },
  de: {
    summary: 'Profil',
    experience: 'Berufserfahrung',
    education: 'Ausbildung',
    skills: 'Kenntnisse',
    languages: 'Sprachen',
    certifications: 'Zertifikate',
    contact: 'Kontakt',
    technologies: 'Technologien',
    email: 'E-Mail',
    phone: 'Telefon',
    present: 'heute',
  },
  fr: {
    summary: 'Profil',
    experience: 'Expérience professionnelle',
    education: 'Formation',
    skills: 'Compétences',
    languages: 'Langues',
    certifications: 'Certifications',
    contact: 'Contact',
    technologies: 'Technologies',
    email: 'E-mail',
    phone: 'Téléphone',
    present: 'aujourd’hui',
  },
  es: {
    summary: 'Perfil',
    experience: 'Experiencia laboral',
    education: 'Formación',
    skills: 'Habilidades',
    languages: 'Idiomas',
    certifications: 'Certificaciones',
    contact: 'Contacto',
    technologies: 'Tecnologías',
    email: 'Correo',
    phone: 'Teléfono',
    present: 'actualidad',
  },
}

export const headingsOf = (person: Person): Headings => HEADINGS[person.language]

export function period(experience: Experience, language: ResumeLanguage): string {
  const end = experience.end === null ? HEADINGS[language].present : month(experience.end, language)
  return `${month(experience.start, language)} – ${end}`
}

export const years = (education: Education): string => `${education.start} – ${education.end}`

export const degreeLine = (education: Education): string =>
  education.field ? `${education.degree}, ${education.field}` : education.degree

export const contactLine = (person: Person, separator: string): string =>
  [person.email, person.phone, person.location].join(separator)

export const languagesLine = (person: Person): string =>
  person.languages.map(({ name, level }) => `${name} (${level})`).join(', ')

/** As resumes of each country write it: `Mar 2021`, `03/2021`, `mars 2021`, `marzo 2021`. */
function month(yearMonth: string, language: ResumeLanguage): string {
  const [year = '', number = ''] = yearMonth.split('-')
  if (language === 'de') return `${number}/${year}`
  const style = language === 'en' ? 'short' : 'long'
  const name = new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' }).format(
    new Date(yearMonth),
  )
  return `${name} ${year}`
}
