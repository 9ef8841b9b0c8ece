import { composedHeading } from './composed-headings.ts'
import { foldWords } from './fold.ts'

export type Section =
  | 'contact'
  | 'summary'
  | 'experience'
  | 'education'
  | 'skills'
  | 'languages'
  | 'certifications'
  /** A section the product does not read; it ends the one before. */
  | 'other'

/** In English, French, German, Spanish, Italian, Portuguese and Dutch; folded, one heading between commas. */
const HEADINGS: Record<Section, string> = {
  contact: `contact, contacts, contact me, contact info, contact information, contact details, personal info,
    personal information, personal details, personal data, details, info, get in touch, coordonnees, mes coordonnees,
    informations personnelles, infos personnelles, kontakt, kontaktdaten, personliche daten, personliche angaben,
    personalien, zur person, contacto, datos personales, informacion personal, informacion de contacto, contatti, contatto,
    dati personali, informazioni personali, contato, contatos, dados pessoais, informacoes pessoais,
    contactgegevens, persoonlijke gegevens, persoonsgegevens, personalia`,
  summary: `summary, professional summary, executive summary, career summary, summary of qualifications, profile,
    professional profile, personal profile, career profile, about, about me, objective, career objective,
    professional objective, overview, career overview, introduction, personal statement, who am i, bio, biography,
    resume professionnel, profil, profil professionnel, mon profil, a propos, a propos de moi, objectif,
    objectif professionnel, presentation, accroche, kurzprofil, uber mich, ueber mich, zusammenfassung,
    berufliches profil, zielsetzung, perfil, perfil profesional, resumen, resumen profesional, sobre mi, acerca de mi,
    objetivo, objetivo profesional, profilo, profilo professionale, sommario, su di me, chi sono, obiettivo,
    obiettivo professionale, perfil profissional, resumo, resumo profissional, sobre, sobre mim,
    objetivo profissional, profiel, samenvatting, over mij, persoonlijk profiel, professioneel profiel`,
  experience: `experience, experiences, work experience, work experiences, professional experience,
    professional experiences, relevant experience, relevant work experience, related experience,
    employment, employment history, work history, career history, employment experience, career, career experience,
    job history, job experience, professional background, work, positions held, industry experience,
    technical experience, engineering experience, selected experience, work and experience, internships,
    internship experience, internship, experience professionnelle, experiences professionnelles, parcours professionnel,
    parcours, mes experiences, emplois, emploi, stages, berufserfahrung, berufserfahrungen, berufliche erfahrung,
    berufliche erfahrungen, beruflicher werdegang, werdegang, berufspraxis, erfahrung, erfahrungen,
    berufliche laufbahn, arbeitserfahrung, praktika, praxiserfahrung, experiencia, experiencia laboral,
    experiencia profesional, experiencias, historial laboral, trayectoria profesional, trayectoria, experiencia de trabajo,
    trabajo, esperienza, esperienze, esperienza lavorativa, esperienze lavorative, esperienza professionale,
    esperienze professionali, lavoro, carriera, experiencia profissional, experiencias profissionais,
    historico profissional, trabalho, werkervaring, ervaring, professionele ervaring, loopbaan, arbeidsverleden, stage`,
  education: `education, educations, academic background, academic qualifications, academic history, academics,
    educational background, educational qualifications, education and training, education & training, qualifications,
    academic education, education details, studies, schooling, formation, formations, formation academique,
    parcours academique, etudes, diplomes, diplomes et formations, formation et diplomes, scolarite, ausbildung,
    bildung, bildungsweg, schulbildung, studium, akademische ausbildung, ausbildung und studium, schulische ausbildung,
    hochschulbildung, bildungsgang, aus und weiterbildung, educacion, formacion, formacion academica, estudios,
    educacion y formacion, titulacion, istruzione, formazione, istruzione e formazione, titoli di studio, studi,
    educacao, formacao, formacao academica, escolaridade, estudos, opleiding, opleidingen, onderwijs, studie, scholing`,
  skills: `skills, technical skills, key skills, core skills, core competencies, competencies, competences, skill set,
    skills summary, skills & tools, skills and tools, skills & technologies, skills and technologies,
    professional skills, expertise, areas of expertise, technologies, technology, tech stack, technical expertise,
    technical proficiencies, technical competencies, tools, tools & technologies, tools and technologies,
    programming languages, programming skills, software skills, it skills, computer skills, soft skills,
    interpersonal skills, hard skills, key competencies, strengths, additional skills, skills & expertise,
    skills and expertise, technical, competence, competences techniques, competences cles, competences informatiques,
    mes competences, savoir faire, savoir etre, outils, atouts, kenntnisse, fahigkeiten, faehigkeiten, kompetenzen,
    edv kenntnisse, it kenntnisse, fachkenntnisse, technische kenntnisse, technische fahigkeiten, fachkompetenzen,
    kernkompetenzen, starken, kenntnisse und fahigkeiten, habilidades, competencias, aptitudes, conocimientos,
    habilidades tecnicas, competencias tecnicas, conocimientos tecnicos, conocimientos informaticos, destrezas,
    tecnologias, competenze, competenze tecniche, capacita, abilita, conoscenze, competenze informatiche, capacidades,
    conhecimentos, conhecimentos tecnicos, vaardigheden, competenties, technische vaardigheden, kennis, kwaliteiten`,
  languages: `languages, language, language skills, spoken languages, langues, langue, langues parlees,
    competences linguistiques, sprachen, sprachkenntnisse, fremdsprachen, idiomas, idioma, lenguas, lingue,
    lingua, lingue straniere, conoscenze linguistiche, linguas, talen, talenkennis`,
  certifications: `certifications, certification, certificates, certificate, licenses, licences,
    licenses & certifications, licenses and certifications, certifications and licenses, certifications & licenses,
    professional certifications, certifications & training, certifications and training, courses & certifications,
    courses and certifications, accreditations, credentials, certificats, certifications et formations, zertifikate,
    zertifizierungen, weiterbildung, weiterbildungen, weiterbildungen und zertifikate, bescheinigungen,
    certificaciones, certificados, certificacion, certificazioni, certificazione, certificati, certificacoes,
    certificacao, certificaten, certificeringen, certificering`,
  other: `projects, projects experience, project experience, personal projects, side projects, key projects, selected projects, academic projects, open source,
    open source projects, publications, selected publications, papers, patents, awards, honors, honours,
    honors & awards, honors and awards, awards & honors, awards and honors, awards and achievements, achievements,
    accomplishments, key achievements, interests, hobbies, hobbies & interests, hobbies and interests,
    interests & hobbies, personal interests, activities, extracurricular activities, extracurriculars, leadership,
    volunteering, volunteer, volunteer experience, volunteer work, volunteer and leadership, community, community service,
    community involvement, references, referees, references available upon request, conferences, talks, presentations,
    speaking, memberships, affiliations, professional affiliations, professional memberships, associations, training,
    trainings, courses, coursework, relevant coursework, online courses, portfolio, research, research interests,
    additional information, additional, miscellaneous, military service, declaration, social, links, profiles,
    social media, social profiles, websites, find me online, hobby, projets, projets personnels, centres d interet,
    centre d interet, interets, loisirs, distinctions, prix, benevolat, engagements, divers, recompenses,
    projekte, interessen, auszeichnungen, ehrenamt, ehrenamtliche tatigkeit, ehrenamtliches engagement, referenzen,
    veroffentlichungen, publikationen, sonstiges, engagement, preise, proyectos, intereses, aficiones, referencias,
    premios, reconocimientos, voluntariado, publicaciones, logros, cursos, otros, otros datos, progetti, interessi,
    hobby e interessi, referenze, premi, riconoscimenti, volontariato, pubblicazioni, corsi, projetos, interesses,
    referencias profissionais, trabalho voluntario, publicacoes, premios e reconhecimentos, projecten, interesses en hobby s,
    hobby s, hobbys, referenties, vrijwilligerswerk, publicaties, prijzen, cursussen, nevenactiviteiten`,
}

const SECTION_OF = new Map<string, Section>()
for (const [section, words] of Object.entries(HEADINGS)) {
  for (const heading of words.split(','))
    SECTION_OF.set(heading.trim().replace(/\s+/g, ' '), section as Section)
}

/** By their letters alone: in spaced headings the spaces between words are lost. */
const GLUED = new Map([...SECTION_OF].map(([words, section]) => [words.replaceAll(' ', ''), section]))
const MIN_GLUED = 10

const MAX_HEADING = 60
/** What makes a heading longer and says nothing more. */
const MODIFIERS =
  /^(?:professional|key|core|main|relevant|selected|additional|personal|other|recent|general) | (?:summary|overview|details|highlights)$/g
const JOINT = / (?:and|et|und|y|e|en|&) /

/** The section a whole line names, if it is a heading and nothing else. */
export function sectionNamed(text: string): Section | null {
  if (text.length > MAX_HEADING || /[.!?,;@]$/.test(text) || text.includes('\t')) return null
  const words = foldWords(unspaced(text.replace(/\s?\(\d{1,3}\)$/, ''))).replace(
    /^(?:my|mes|meine|mis|\d{1,2}) /,
    '',
  )
  const direct = SECTION_OF.get(words) ?? SECTION_OF.get(words.replace(MODIFIERS, ''))
  const glued = words.length >= MIN_GLUED && !words.includes(' ') ? GLUED.get(words) : undefined
  if (direct ?? glued) return direct ?? glued ?? null
  const composed = isWrittenAsHeading(text) ? composedHeading(words) : null
  if (composed) return composed
  const [first, second, ...more] = words.split(JOINT)
  if (first === undefined || second === undefined || more.length > 1) return null
  return SECTION_OF.get(first) ?? (SECTION_OF.has(second) ? 'other' : null)
}

/** Every word but the small ones begins with a capital. */
const isWrittenAsHeading = (text: string) =>
  text
    .split(/\s+/)
    .every((word) => /^[^\p{L}]*\p{Lu}/u.test(word) || /^(?:and|of|the|in|on|&|\/|-|:)$/.test(word))

/** `E X P E R I E N C E` is one word, spaced for looks. */
function unspaced(text: string): string {
  const letters = text.split(' ')
  return letters.length >= 4 && letters.every((letter) => [...letter].length === 1) ? letters.join('') : text
}
