import { pick } from '#src/lib/random.ts'

/** What tells who somebody is and nothing of what they can do. All of it is invented. */
export interface Person {
  name: string
  pronoun: Pronoun
  /** 0 and 1 are the two forms in which a language names who does the work. */
  titleForm: 0 | 1
  school: string
  address: Address
  age: Age
  familyBreak: FamilyBreak | null
  /** Lines such as nationality and marital status. */
  details: readonly string[]
}

export interface Pronoun {
  subject: string
  possessive: string
}

interface Address {
  email: string
  phone: string
  street: string
}

interface Age {
  graduationYear: number
  birthLine: string
  /** Stands in the summary. */
  phrase: string
}

/** How a resume tells of time spent for a family: beside the positions, as one of them, or in the summary. */
export interface FamilyBreak {
  form: 'line' | 'position' | 'sentence'
  wording: string
  months: number
}

export function somebody(random: () => number): Person {
  const name = pick(NAMES, random)
  return {
    name,
    pronoun: pick(PRONOUNS, random),
    titleForm: random() < 0.5 ? 0 : 1,
    school: pick(SCHOOLS, random),
    address: addressOf(random),
    age: ageOf(random),
    familyBreak: null,
    details: detailsOf(random),
  }
}

export const PERSONAL_KINDS = [
  'name',
  'pronoun',
  'gendered_title',
  'caregiving_gap',
  'age',
  'school',
  'personal_details',
  'address',
] as const
export type PersonalKind = (typeof PERSONAL_KINDS)[number]

/** The same person but for what the kind names, which is another than before. */
export function changed(person: Person, kind: PersonalKind, random: () => number): Person {
  switch (kind) {
    case 'name':
      return { ...person, name: pick(others(NAMES, person.name), random) }
    case 'pronoun':
      return { ...person, pronoun: pick(others(PRONOUNS, person.pronoun), random) }
    case 'gendered_title':
      return { ...person, titleForm: person.titleForm === 0 ? 1 : 0 }
    case 'caregiving_gap':
      return { ...person, familyBreak: breakOf(random) }
    case 'age':
      return { ...person, age: ageOf(random) }
    case 'school':
      return { ...person, school: pick(others(SCHOOLS, person.school), random) }
    case 'personal_details':
      return { ...person, details: detailsOf(random) }
    case 'address':
      return { ...person, address: addressOf(random) }
  }
}

function others<T>(items: readonly T[], item: T): T[] {
  return items.filter((other) => other !== item)
}

function addressOf(random: () => number): Address {
  const number = String(Math.floor(random() * 9000) + 1000)
  return {
    email: `${pick(MAILBOXES, random)}${number}@example.com`,
    phone: `+1 555 01${number.slice(0, 2)}`,
    street: `${number.slice(2)} ${pick(STREETS, random)}`,
  }
}

function ageOf(random: () => number): Age {
  const graduationYear = 1975 + Math.floor(random() * 48)
  const born = graduationYear - 23
  const month = pick(['January', 'April', 'May', 'June', 'August'], random)
  return {
    graduationYear,
    birthLine: pick(
      [`Date of birth: 12 ${month} ${born}`, `Born 12.05.${born}`, `Age: ${2026 - born}`],
      random,
    ),
    phrase: pick(['', `${2026 - born} years young.`, `${2026 - born} years old.`], random),
  }
}

function breakOf(random: () => number): FamilyBreak {
  const form = pick(['line', 'position', 'sentence'] as const, random)
  const wording = pick(form === 'sentence' ? BREAK_SENTENCES : BREAK_TITLES, random)
  return { form, wording, months: 6 + Math.floor(random() * 54) }
}

function detailsOf(random: () => number): string[] {
  return [
    `Nationality: ${pick(NATIONALITIES, random)}`,
    `Marital status: ${pick(['single', 'married, two children', 'divorced', 'widowed'], random)}`,
    `Religion: ${pick(['Catholic', 'Muslim', 'Hindu', 'Jewish', 'none'], random)}`,
    pick(['Photo attached', 'Photo: portrait.jpg', 'Gender: female', 'Gender: male'], random),
  ].filter(() => random() < 0.7)
}

const PRONOUNS: readonly Pronoun[] = [
  { subject: 'She', possessive: 'her' },
  { subject: 'He', possessive: 'his' },
  { subject: 'They', possessive: 'their' },
]

// Names of many origins, and names that are words of the lexicon, of work or of the calendar.
const NAMES =
  `Anna Kowalska|Jamal Washington|Lakisha Robinson|Emily Walsh|Greg Baker|Mohammed Al-Farsi|Fatima Zahra Benali
Nguyen Thi Lan|Li Wei|Wang Xiaoming|Sato Haruka|Kim Min-jun|Priya Raghunathan|Arjun Singh Gill|Chinedu Okafor|Amina Diallo
Juan Carlos Hernandez|Maria da Silva Santos|Guadalupe Ortega|Olga Ivanova|Dmitri Sokolov|Zeynep Yilmaz|Moshe Cohen
Sinead O'Connor|Bjorn Asgeirsson|Élodie Lefèvre|Jürgen Groß|Nizhoni Begay|Kalani Kealoha|Tane Walker|Ruby Swift|Julia Cook
Crystal Mason|April May|Faith Porter|Christian Weber|Dale Carpenter|Grace Driver|Jose R. Salas|Sage Monday|王小明
Наталья Петрова|محمد علي|Bo Li`.split(/[|\n]/)

const SCHOOLS =
  `Howard University|Stanford University|Smith College|Spelman College|Python Oracle College|MIT|UCL|ETH
University of Lagos|Indian Institute of Technology Bombay|Technische Universität München|École Polytechnique
Universidad Nacional Autónoma de México|Brigham Young University|Yeshiva University|Gallaudet University
State Community College|Wellesley College|Tehran Polytechnic|Moscow State University`.split(/[|\n]/)

const STREETS = ['Long Street', 'Rue de la Paix', 'Hauptstraße', 'Martin Luther King Blvd', 'Calle Mayor']
const MAILBOXES = ['mail', 'contact', 'me', 'hello']
const NATIONALITIES = ['Polish', 'Nigerian', 'Indian', 'German', 'Mexican', 'Turkish', 'American', 'Chinese']

const BREAK_TITLES =
  `Parental leave|Maternity leave|Career break|Career break: raising two children|Family caregiver
Stay-at-home mother|Stay-at-home dad|Full-time parent|Caring for an elderly parent|Elternzeit|Congé parental
Excedencia por cuidado de hijos`.split(/[|\n]/)
const BREAK_SENTENCES = `Returned to work after a career break to raise two children.
I took parental leave between these positions.
Stayed home for some years, caring for my mother.
On maternity leave until recently.`.split('\n')
