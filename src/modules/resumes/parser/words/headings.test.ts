import { expect, test } from 'vitest'
import { type Section, sectionNamed } from './headings.ts'

const HEADINGS: Array<[Section, string[]]> = [
  [
    'experience',
    ['Work Experience', 'Parcours professionnel', 'Beruflicher Werdegang', 'Experiencia laboral'],
  ],
  [
    'experience',
    ['Esperienze lavorative', 'Histórico profissional', 'Werkervaring', '工作经历', '職務経歴', '경력사항'],
  ],
  ['education', ['Academic Background', 'Études et diplômes', 'Schulbildung', 'Formación académica']],
  ['education', ['Titoli di studio', 'Habilitações literárias', 'Opleidingen', '教育背景', '学歴', '학력']],
  ['skills', ['Areas of Expertise', 'Compétences clés', 'EDV-Kenntnisse', 'Conocimientos técnicos']],
  [
    'skills',
    ['Capacità e competenze tecniche', 'Aptidões', 'Vaardigheden', '专业技能', 'スキル', '보유기술'],
  ],
  ['languages', ['Languages spoken', 'Langues étrangères', 'Sprachkenntnisse', 'Conocimiento de idiomas']],
  ['certifications', ['Licenses & Certifications', 'Habilitations', 'Weiterbildungen', 'Attestati']],
  ['publications', ['Selected Publications', 'Veröffentlichungen', 'Artículos publicados', 'Pubblicazioni']],
  ['summary', ['About me', 'Qui suis-je ?', 'Kurzprofil', 'Sobre mí', 'Chi sono', 'Over mij', '自己PR']],
  ['contact', ['Coordonnées', 'Persönliche Daten', 'Datos de contacto', 'Recapiti', 'Persoonsgegevens']],
]

test.each(HEADINGS)('%s: %j', (section, headings) => {
  expect(headings.map(sectionNamed)).toEqual(headings.map(() => section))
})

test.each([
  ['=== EXPERIENCE ===', 'experience'],
  ['~ Formation ~', 'education'],
  ['[ Skills ]', 'skills'],
  ['【教育经历】', 'education'],
  ['2. Berufserfahrung', 'experience'],
  ['III. Education', 'education'],
  ['Work Experience (continued)', 'experience'],
  ['Expérience professionnelle (suite)', 'experience'],
  ['Experience (10+ years)', 'experience'],
  ['E D U C A T I O N', 'education'],
  ['My skills', 'skills'],
  ['LANGUAGES:', 'languages'],
])('decorated: %s', (text, section) => {
  expect(sectionNamed(text)).toBe(section)
})

test.each([
  ['Berufserfahrung / Work Experience', 'experience'],
  ['Education | Formation', 'education'],
  ['Kompetenzen (Skills)', 'skills'],
  ['教育 Education', 'education'],
  ['Certifications & Awards', 'certifications'],
  ['Skills and Interests', 'skills'],
  ['Other relevant professional experience', 'experience'],
  ['Principales compétences techniques et outils', 'skills'],
])('of two languages or several words: %s', (text, section) => {
  expect(sectionNamed(text)).toBe(section)
})

test.each([
  'Head of Education',
  'Experience Design Lead',
  'Skills Trainer',
  'Language Teacher',
  'University of Oxford',
  'I have experience in sales.',
  'Technical Project Manager',
  'Education First',
  'of experience',
])('no heading: %s', (text) => {
  expect(sectionNamed(text)).toBeNull()
})
