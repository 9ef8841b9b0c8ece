import { expect, test } from 'vitest'
import type { DegreeLevel } from '#src/modules/resumes/parser/types.ts'
import { degreeLevel, isInstitution } from './degrees.ts'

const DEGREES: Array<[DegreeLevel, string[]]> = [
  [
    'doctorate',
    ['PhD in Physics', 'Doctorat en chimie', 'Promotion zum Dr. rer. nat.', 'Dottorato di ricerca', '博士'],
  ],
  ['doctorate', ['Doctorado en Historia', 'Doutoramento em Direito', 'Doctoraat in de wetenschappen']],
  ['master', ['MSc Data Science', 'M.A. History', 'Maîtrise de droit', "Diplôme d'ingénieur", 'Bac +5']],
  ['master', ['Diplom-Kauffrau', 'Dipl.-Ing. Maschinenbau', 'Staatsexamen Medizin', 'Máster en Finanzas']],
  ['master', ['Laurea magistrale in Economia', 'Mestrado em Gestão', 'WO-master Bestuurskunde', '硕士']],
  [
    'bachelor',
    ['BSc Physics', 'Licence de lettres', 'Grado en Derecho', 'Licenciatura en Psicología', 'Bac+3'],
  ],
  ['bachelor', ['Laurea triennale in Fisica', 'Bacharelado em Direito', 'HBO Bedrijfskunde', '本科', '학사']],
  ['associate', ['BTS Comptabilité', 'DUT Informatique', 'Grado Superior en Comercio', 'Tecnólogo em Redes']],
  ['associate', ['Associate Degree in Nursing', 'Associate of Arts', 'CFGS Administración']],
  ['high_school', ['Abitur', 'Baccalauréat scientifique', 'Bac S', 'Bachillerato', 'Ensino médio', 'VWO']],
  ['high_school', ['Maturità classica', 'Matura', 'Perito informatico', 'Fachhochschulreife', '高中']],
  ['certificate', ['Ausbildung zur Industriekauffrau', 'CAP Cuisine', 'Grado Medio', 'Curso técnico']],
  ['diploma', ['MBO niveau 4', 'Industriemeister Metall', 'Postgraduate Diploma', 'Pós-graduação']],
]

test.each(DEGREES)('%s: %j', (level, names) => {
  expect(names.map(degreeLevel)).toEqual(names.map(() => level))
})

test.each(['Led a team of ma and pa shops', 'Be the best', 'Kapitän', 'Marketing'])(
  'no degree: %s',
  (text) => {
    expect(degreeLevel(text)).toBeNull()
  },
)

test.each([
  'Technische Universität Wien',
  'Université de Lille',
  'Hochschule für Technik',
  'Scuola Superiore',
  'Hogeschool Utrecht',
  'Escola Superior de Educação',
  'Lycée Victor Hugo',
  '北京大学',
  '서울대학교',
])('an institution: %s', (name) => {
  expect(isInstitution(name)).toBe(true)
})
