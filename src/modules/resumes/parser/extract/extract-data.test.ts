import { expect, test } from 'vitest'
import { assembleText, plainLine } from '#src/modules/resumes/parser/text/document.ts'
import { untrack } from '#src/modules/resumes/parser/text/field.ts'
import type { ParsedData } from '#src/modules/resumes/parser/types.ts'
import { extractData } from './extract-data.ts'

const asOf = new Date('2026-11-01T00:00:00Z')

function read(text: string, links: string[] = []): ParsedData {
  const { lines } = assembleText(text.split('\n').map((line) => plainLine(line)))
  return untrack<ParsedData>(extractData(lines, links, { asOf }), {})
}

const personal = (text: string, links: string[] = []) => read(text, links).personal

test.each([
  ['DUPONT Jean-Marc', 'Dupont Jean-Marc', 'Jean-Marc', 'Dupont'],
  ['MARIA VAN DER BERG', 'Maria van der Berg', 'Maria', 'van der Berg'],
  ['Dr. Ana de la Cruz, PhD', 'Ana de la Cruz', 'Ana', 'de la Cruz'],
  ['Curriculum Vitae\nJohn Smith | Software Engineer', 'John Smith', 'John', 'Smith'],
  ['Name: Li Wei', 'Li Wei', 'Li', 'Wei'],
  ['Jean-Marc DE LA TOUR', 'Jean-Marc de la Tour', 'Jean-Marc', 'de la Tour'],
  ['Prof. Dr. med. Anna von Hagen', 'Anna von Hagen', 'Anna', 'von Hagen'],
  ['Dipl.-Ing. Jürgen Vogel', 'Jürgen Vogel', 'Jürgen', 'Vogel'],
  ['Sjoerd van der Meer', 'Sjoerd van der Meer', 'Sjoerd', 'van der Meer'],
  ["Lotte van 't Hof", "Lotte van 't Hof", 'Lotte', "van 't Hof"],
  ['María José García López', 'María José García López', 'María José', 'García López'],
  ['Íñigo García de la Vega', 'Íñigo García de la Vega', 'Íñigo', 'García de la Vega'],
  ['José Ortega y Prado', 'José Ortega y Prado', 'José', 'Ortega y Prado'],
  ['Inês Carvalho e Melo', 'Inês Carvalho e Melo', 'Inês', 'Carvalho e Melo'],
  ['Khalid bin Rashid al-Amin', 'Khalid bin Rashid al-Amin', 'Khalid bin Rashid', 'al-Amin'],
  ['WANG Xiaoming', 'Wang Xiaoming', 'Xiaoming', 'Wang'],
  ['John Smith MBA', 'John Smith', 'John', 'Smith'],
  ['Siobhán O’Connell, M.Sc., PhD', 'Siobhán O’Connell', 'Siobhán', 'O’Connell'],
  ['Sukarno', 'Sukarno', 'Sukarno', null],
  ['王小明', '王小明', '小明', '王'],
  ['姓名：欧阳晓月', '欧阳晓月', '晓月', '欧阳'],
  ['履歴書\n山田　太郎', '山田 太郎', '太郎', '山田'],
  ['김민수', '김민수', '민수', '김'],
  ['Анна Петрова', 'Анна Петрова', 'Анна', 'Петрова'],
  ['محمد العلي', 'محمد العلي', 'محمد', 'العلي'],
  ['Name: 郑和', '郑和', '和', '郑'],
])('name of %j', (text, full, first, last) => {
  expect(personal(`${text}\nsomebody@example.com`)).toMatchObject({
    full_name: full,
    first_name: first,
    last_name: last,
  })
})

test('the e-mail address tells the name from a headline', () => {
  expect(personal('Creative Web Wizard\nJane Doe\njane.doe@example.com').full_name).toBe('Jane Doe')
})

test.each([
  ['Tel. +33 6 12 34 56 78', '+33612345678'],
  ['Berlin, Germany\n0151 23456789', '+4915123456789'],
  ['(415) 555-2671', '+14155552671'],
  ['0049 151 23456789', '+4915123456789'],
  ['Fremont, CA 94538 (415) 555-2671', '+14155552671'],
  ['電話: +81 90-1234-5678', '+819012345678'],
  ['携帯 090-1234-5678\n東京都, Japan', '+819012345678'],
  ['手机：138 1234 5678\n北京, China', '+8613812345678'],
  ['연락처: 010-1234-5678\n서울, 대한민국', '+821012345678'],
  ['2015 - 2019', null],
  ['0151 23456789', null],
  ['Phone\t8048076452', '+18048076452'],
  ['0151 23456789\nErfahrung\nEntwickler, Brightwater\tHamburg, Deutschland\n2019 - 2021', '+4915123456789'],
])('phone of %j', (text, phone) => {
  expect(personal(`Jane Doe\n${text}`).phone).toBe(phone)
})

test('links come from the text, or from what it links to', () => {
  const text = 'Jane Doe\nhttps://www.linkedin.com/in/jane-doe/ | github.com/janedoe | www.janedoe.dev/'
  const links = { linkedin: 'linkedin.com/in/jane-doe', github: 'github.com/janedoe', website: 'janedoe.dev' }
  expect(personal(text)).toMatchObject(links)
  expect(
    personal('Jane Doe\nLinkedIn', ['mailto:jane@example.com', 'https://linkedin.com/in/jane-doe']),
  ).toMatchObject({
    email: 'jane@example.com',
    linkedin: 'linkedin.com/in/jane-doe',
  })
})

test.each([
  ['12 Main Street, Springfield, IL 62701', 'Springfield, IL 62701'],
  ['Adresse : 10115 Berlin', '10115 Berlin'],
  ['jane@example.com · São Paulo, Brazil · janedoe', 'São Paulo, Brazil'],
  ['Senior Manager, IT', null],
  ['Baton Rouge, Louisiana US', 'Baton Rouge, Louisiana US'],
  ['Caracas Venezuela', 'Caracas Venezuela'],
  ['Santa Cruz de Tenerife, Canary Islands', 'Santa Cruz de Tenerife, Canary Islands'],
])('location of %j', (text, location) => {
  expect(personal(`Jane Doe\n${text}`).location).toBe(location)
})

const jobs = (text: string) =>
  read(`Jane Doe\nExperience\n${text}`).experience.map((job) => [
    job.title,
    job.company,
    job.location,
    job.start_date,
    job.end_date,
  ])

test.each([
  ['title first', 'Data Analyst\nAcme Corp, Austin, TX\n2018 - 2020\n• Reports'],
  ['company first', 'Acme Corp\tAustin, TX\nData Analyst\t2018 - 2020\n• Reports'],
  ['one line', 'Data Analyst at Acme Corp (2018 - 2020), Austin, TX\n• Reports'],
  ['dates first', '2018 - 2020\tData Analyst\nAcme Corp | Austin, TX\n• Reports'],
])('an entry with its %s', (_, text) => {
  expect(jobs(text)).toEqual([['Data Analyst', 'Acme Corp', 'Austin, TX', '2018', '2020']])
})

test.each([
  ['2019 - 2021\tWeb Developer\nFreelance', ['Web Developer', 'Freelance', null, '2019', '2021']],
  [
    'Zephyr\nhttps://zephyr.example\t2019 - 2021\nAnalyst\nHighlights\n• Glowed',
    ['Analyst', 'Zephyr', null, '2019', '2021'],
  ],
  ['Analyst at Zephyr\nNov 2022 - undefined NaN', ['Analyst', 'Zephyr', null, '2022-11', null]],
  [
    'Analyst\t2019-02-28 - 2021-03-31\thttps://zephyr.example\nZephyr GmbH',
    ['Analyst', 'Zephyr GmbH', null, '2019-02-28', '2021-03-31'],
  ],
])('an entry written %j', (text, expected) => {
  expect(jobs(text)).toEqual([expected])
})

test('several roles under one company, and names no word list knows', () => {
  const text =
    'Zephyr\nWizard of Light Bulbs\t2019 - 2021\n• Glowed\n\nNimbus\nApprentice\t2016 - 2019\n• Learned\nIntern\t2015 - 2016\n• Carried'
  expect(jobs(text)).toEqual([
    ['Wizard of Light Bulbs', 'Zephyr', null, '2019', '2021'],
    ['Apprentice', 'Nimbus', null, '2016', '2019'],
    ['Intern', 'Nimbus', null, '2015', '2016'],
  ])
})

test('years of experience are the union of the intervals', () => {
  const text =
    'Jane Doe\nExperience\nAnalyst, Acme Corp\tJan 2015 - Dec 2016\n• a\nTutor, Beta Inc\tJul 2016 - Jun 2017\n• b\nChef, Gamma Ltd\tNov 2025 - Present\n• c'
  expect(read(text).years_of_experience).toBe(3.6)
})

test.each([
  [
    'BSc Computer Science, Stanford University, 2015',
    ['bachelor', 'Computer Science', 'Stanford University', 2015],
  ],
  ['Master of Science in Physics\nETH Zürich\n2012 - 2014', ['master', 'Physics', 'ETH Zürich', 2014]],
  ['Université de Lyon\tLicence en Droit\t2010 - 2013', ['bachelor', 'Droit', 'Université de Lyon', 2013]],
  [
    'Technische Universität München\nDiplom Maschinenbau, 1999',
    ['master', 'Maschinenbau', 'Technische Universität München', 1999],
  ],
  ['BSc Physics at Zephyr Tech\t2012 - 2015', ['bachelor', 'Physics', 'Zephyr Tech', 2015]],
  ['Physics, BSc, Zephyr\t2012 - 2015', ['bachelor', 'Physics', 'Zephyr', 2015]],
  ['Zephyr\t2012 - 2015\n• Technical Course: Welding', ['certificate', 'Welding', 'Zephyr', 2015]],
  ['Lincoln High School\tHigh School Diploma\t2008', ['high_school', null, 'Lincoln High School', 2008]],
])('education %j', (text, expected) => {
  const [study] = read(`Jane Doe\nEducation\n${text}`).education
  expect([study?.degree, study?.field, study?.institution, study?.graduation_year]).toEqual(expected)
})

test('a grade is read where it says so', () => {
  expect(
    read('Jane Doe\nEducation\nBSc Physics, Yale University, 2015\nGPA: 3,8/4.0').education[0]?.gpa,
  ).toBe(3.8)
})

test('skills keep their words, lists their unknown items, and labels are none', () => {
  const { skills } = read(
    'Jane Doe\nSkills\nLanguages: Golang, TypeScript\nOther: Frobnication (5 years), Teamwork\nLanguages: English (C1), German',
  )
  expect(skills.technical).toEqual(['Golang', 'TypeScript', 'Frobnication'])
  expect(skills.soft).toEqual(['Teamwork'])
  expect(skills.languages).toEqual([
    { language: 'English', level: 'C1', cefr: 'c1' },
    { language: 'German', level: null, cefr: null },
  ])
})

test('languages may stand among the contacts, skills under any heading', () => {
  const { skills } = read(
    'Jane Doe\njane@example.com\nSpanish, English (C1)\nExperience\nAnalyst, Zephyr GmbH\t2019 - 2021',
  )
  expect(skills.languages.map(({ language }) => language)).toEqual(['Spanish', 'English'])
})

test('certifications with issuer and date', () => {
  const text =
    'Jane Doe\nCertifications\nAWS Solutions Architect - Amazon, 2021\nScrum Master (Scrum Alliance), Mar 2019'
  expect(read(text).certifications).toEqual([
    { name: 'AWS Solutions Architect', issuer: 'Amazon', date: '2021', expires: null, credential_id: null },
    { name: 'Scrum Master', issuer: 'Scrum Alliance', date: '2019-03', expires: null, credential_id: null },
  ])
})

test('certifications with their end and number', () => {
  const text =
    'Jane Doe\nCertifications\nAWS Solutions Architect, Amazon, issued May 2021, expires May 2024\nScrum Master | 2019 | Credential ID: ABC-1234'
  expect(read(text).certifications).toMatchObject([
    { name: 'AWS Solutions Architect', date: '2021-05', expires: '2024-05' },
    { name: 'Scrum Master', date: '2019', credential_id: 'ABC-1234' },
  ])
})

test('publications in the order of people and of citations', () => {
  const text =
    'Jane Doe\nPublications\n• "Slow tests considered harmful", Journal of Testing, 2019\n• Doe, J., & Roe, R. (2020). Fast tests. Testing Letters, 4. https://doi.org/10.1000/1\n• A book of queues. Example Press, March 2021'
  expect(read(text).publications).toEqual([
    { title: 'Slow tests considered harmful', publisher: 'Journal of Testing', date: '2019', url: null },
    { title: 'Fast tests', publisher: 'Testing Letters', date: '2020', url: 'https://doi.org/10.1000/1' },
    { title: 'A book of queues', publisher: 'Example Press', date: '2021-03', url: null },
  ])
})

test('pages of the person, whatever place they are at', () => {
  const text =
    'Jane Doe\nlinkedin.com/in/jane-doe | gitlab.com/janedoe | https://orcid.org/0000-0002-1825-0097 | janedoe.dev'
  expect(
    personal(text, ['https://github.com/janedoe', 'https://github.com/janedoe/a-project']).links,
  ).toEqual([
    { type: 'linkedin', url: 'linkedin.com/in/jane-doe' },
    { type: 'github', url: 'github.com/janedoe' },
    { type: 'website', url: 'janedoe.dev' },
    { type: 'gitlab', url: 'gitlab.com/janedoe' },
    { type: 'orcid', url: 'orcid.org/0000-0002-1825-0097' },
  ])
})

test.each([
  [
    'Langues\nAnglais : courant (TOEIC 900)\nLangue maternelle : français',
    [
      ['English', 'b2'],
      ['French', 'native'],
    ],
  ],
  [
    'Sprachen\nDeutsch – Muttersprache, Englisch (verhandlungssicher)',
    [
      ['German', 'native'],
      ['English', 'c1'],
    ],
  ],
  [
    'Languages\nNative Polish, fluent English, basic Dutch',
    [
      ['Polish', 'native'],
      ['English', 'c1'],
      ['Dutch', 'a2'],
    ],
  ],
  [
    'Lingue\nLingua inglese: C1\nMadrelingua: italiano',
    [
      ['English', 'c1'],
      ['Italian', 'native'],
    ],
  ],
  [
    '语言能力\n英语（流利）、日语（N2）',
    [
      ['English', 'c1'],
      ['Japanese', 'b2'],
    ],
  ],
])('languages of %j', (text, expected) => {
  const { languages } = read(`Jane Doe\n${text}`).skills
  expect(languages.map(({ language, cefr }) => [language, cefr])).toEqual(expected)
})
