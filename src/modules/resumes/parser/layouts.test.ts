import { expect, test } from 'vitest'
import { pdfOf } from './fixtures/pdf-resumes.ts'
import { docxOf, docxParagraph } from './fixtures/zip.ts'
import { parseDocument } from './parse-document.ts'
import type { ParsedData } from './types.ts'

type Pdf = PDFKit.PDFDocument

const [REGULAR, BOLD] = ['Helvetica', 'Helvetica-Bold']
const asOf = new Date('2026-11-01T00:00:00Z')

async function read(bytes: Uint8Array): Promise<ParsedData> {
  const { parsed_data } = await parseDocument({ bytes, filename: 'resume' }, { asOf })
  if (!parsed_data) throw new Error('the file can be read')
  return parsed_data
}

/** A page with its name and address, drawn on below them. */
const page = (draw: (pdf: Pdf) => void) =>
  pdfOf((pdf) => {
    at(pdf, 50, 50, 'Maya Thornton', { size: 24, font: BOLD })
    at(pdf, 50, 80, 'maya.thornton@example.com')
    draw(pdf)
  })

interface Style {
  size?: number
  font?: string
}

const at = (pdf: Pdf, x: number, y: number, text: string, { size = 10, font = REGULAR }: Style = {}) =>
  pdf.font(font).fontSize(size).text(text, x, y, { lineBreak: false })

const heading = (pdf: Pdf, x: number, y: number, text: string) =>
  at(pdf, x, y, text, { size: 15, font: BOLD })

/** As browsers print a letter-spaced word: each letter for itself. */
function spaced(pdf: Pdf, x: number, y: number, text: string, size: number): void {
  let left = x
  for (const letter of text) {
    if (letter === ' ') left += size * 0.35
    else {
      at(pdf, left, y, letter, { size, font: BOLD })
      left += pdf.widthOfString(letter) + size * 0.12
    }
  }
}

const jobs = ({ experience }: ParsedData) =>
  experience.map((job) => [job.title, job.company, job.start_date, job.current ? 'now' : job.end_date])

test('bullets drawn as shapes keep what is told about a job out of the next one', async () => {
  const bytes = await page((pdf) => {
    heading(pdf, 50, 110, 'Experience')
    let y = 135
    const told = (text: string) => {
      pdf.circle(63, y + 5, 1.5).fill('#000000')
      at(pdf, 70, y, text)
      y += 13
    }
    for (const [title, company, dates] of [
      ['Ledger Wrangler', 'Brightwater', 'Mar 2019 - Present'],
      ['Queue Whisperer', 'Nimbus', 'Jan 2016 - Feb 2019'],
    ] as const) {
      at(pdf, 50, y, title, { font: BOLD })
      at(pdf, 50, y + 13, company)
      at(pdf, 50, y + 26, dates)
      y += 39
      told('Moved Things Elsewhere')
      told('Training Of New Colleagues')
    }
  })
  expect(jobs(await read(bytes))).toEqual([
    ['Ledger Wrangler', 'Brightwater', '2019-03', 'now'],
    ['Queue Whisperer', 'Nimbus', '2016-01', '2019-02'],
  ])
})

test('a title that wraps in its cell beside the dates is one title', async () => {
  const bytes = await page((pdf) => {
    heading(pdf, 50, 110, 'Experience')
    at(pdf, 50, 140, 'Brightwater Payments', { size: 12, font: BOLD })
    at(pdf, 50, 160, 'Associate Automation')
    at(pdf, 160, 160, '2017-03 - 2018-09')
    at(pdf, 50, 172, 'Engineer')
    at(pdf, 50, 200, 'Nimbus Systems', { size: 12, font: BOLD })
    at(pdf, 50, 220, 'Analyst')
    at(pdf, 160, 220, '2015-01 - 2017-02')
  })
  expect(jobs(await read(bytes))).toEqual([
    ['Associate Automation Engineer', 'Brightwater Payments', '2017-03', '2018-09'],
    ['Analyst', 'Nimbus Systems', '2015-01', '2017-02'],
  ])
})

test('letter-spaced headings and dates in a column of their own label what stands beside them', async () => {
  const bytes = await page((pdf) => {
    spaced(pdf, 50, 120, 'WORK EXPERIENCE', 11)
    let y = 120
    for (const [title, dates, end] of [
      ['Data Engineer at Brightwater', '2019-03', 'PRESENT'],
      ['Analyst at Nimbus Systems', '2016-01', '2019-02'],
    ] as const) {
      at(pdf, 210, y, title, { font: BOLD })
      const beside = y === 120 ? y + 15 : y + 2
      at(pdf, 50, beside, dates, { size: 8, font: BOLD })
      spaced(pdf, 92, beside + 2, 'TO', 5.5)
      at(pdf, 108, beside, end, { size: 8, font: BOLD })
      for (const line of [
        'Moved the ledger to a database',
        'that many people had waited for',
        'and wrote about it',
      ]) {
        y += 13
        at(pdf, 210, y, line)
      }
      y += 26
    }
    spaced(pdf, 50, y, 'EDUCATION', 11)
    at(pdf, 210, y, 'Springfield University')
    at(pdf, 210, y + 13, 'Bachelor of Science in Physics, 2015')
  })
  const data = await read(bytes)
  expect(jobs(data)).toEqual([
    ['Data Engineer', 'Brightwater', '2019-03', 'now'],
    ['Analyst', 'Nimbus Systems', '2016-01', '2019-02'],
  ])
  expect(data.education).toMatchObject([{ institution: 'Springfield University', degree: 'bachelor' }])
})

test('a heading at the middle of its block, or running up beside it, heads the block', async () => {
  const block = [
    'Python, Docker, Kafka, Terraform, Ansible, Jenkins,',
    'Redis, PostgreSQL, Grafana, Prometheus, Kubernetes,',
    'Helm, Elixir',
  ]
  const middle = await page((pdf) => {
    heading(pdf, 50, 136, 'Skills')
    for (const [i, line] of block.entries()) at(pdf, 200, 125 + i * 13, line)
    heading(pdf, 50, 200, 'Languages')
    at(pdf, 200, 200, 'English (C1)')
  })
  const turned = await page((pdf) => {
    for (const [i, line] of block.entries()) at(pdf, 200, 125 + i * 13, line)
    pdf.save().rotate(-90, { origin: [170, 165] })
    heading(pdf, 170, 165, 'Skills')
    pdf.restore()
  })
  for (const bytes of [middle, turned]) {
    const { technical } = (await read(bytes)).skills
    expect(technical).toHaveLength(13)
    expect(technical).toEqual(expect.arrayContaining(['Python', 'Kubernetes', 'Elixir']))
  }
})

test('a section may have columns of its own, whose groups are not skills', async () => {
  const bytes = await page((pdf) => {
    heading(pdf, 50, 110, 'Experience')
    at(pdf, 50, 135, 'Data Engineer', { font: BOLD })
    at(pdf, 430, 135, 'Mar 2019 - Present')
    at(pdf, 50, 148, 'Brightwater Payments')
    at(
      pdf,
      50,
      161,
      'Moved the ledger to another database that everybody had been waiting for since the first day',
    )
    heading(pdf, 50, 200, 'Skills')
    for (const [i, [left, right]] of [
      ['Databases', 'Frontend'],
      ['PostgreSQL', 'React'],
      ['Redis', 'Angular'],
      ['MongoDB', 'jQuery'],
    ].entries()) {
      at(pdf, 50, 225 + i * 14, left ?? '', { size: i === 0 ? 12 : 10 })
      at(pdf, 300, 225 + i * 14, right ?? '', { size: i === 0 ? 12 : 10 })
    }
    heading(pdf, 50, 310, 'Languages')
    at(pdf, 50, 335, 'English (native)')
    at(pdf, 300, 335, 'German (B2)')
  })
  const { skills } = await read(bytes)
  expect(skills.technical).toEqual(['PostgreSQL', 'Redis', 'MongoDB', 'React', 'Angular', 'jQuery'])
  expect(skills.languages.map(({ language }) => language)).toEqual(['English', 'German'])
})

test('a name that wraps at the end of its column is one name', async () => {
  const prose = 'Moved the ledger of the company to a database that all of its teams had been waiting for'
  const bytes = await page((pdf) => {
    heading(pdf, 50, 110, 'Education')
    let y = 135
    for (const [degree, rest] of [
      ['Higher Technician in the Development of Distributed Web Applications with', 'Usability Engineering'],
      ['Bachelor of Science in Computational Modelling of Complex Biological', 'Systems'],
    ]) {
      at(pdf, 50, y, 'Springfield University', { font: BOLD })
      at(pdf, 50, y + 13, degree ?? '')
      at(pdf, 50, y + 26, rest ?? '')
      at(pdf, 50, y + 39, 'Jan 2012 - Jan 2016')
      y += 65
    }
    heading(pdf, 50, y, 'Projects')
    for (let i = 1; i <= 4; i++) at(pdf, 50, y + 12 + i * 13, prose.slice(0, 76))
  })
  const studies = (await read(bytes)).education.map((study) => study.degree_raw)
  expect(studies).toEqual([
    'Higher Technician in the Development of Distributed Web Applications with Usability Engineering',
    'Bachelor of Science in Computational Modelling of Complex Biological Systems',
  ])
})

test('a DOCX that lists the entries themselves, with durations glued to dates', async () => {
  const item = (text: string) =>
    `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`
  const body =
    ['Maya Thornton', 'maya.thornton@example.com', 'Experience'].map((line) => docxParagraph(line)).join('') +
    [
      'Data Engineer, Brightwater',
      'Mar, 2019 - Feb, 20233 years 11 months',
      'Moved the ledger.',
      'Analyst, Nimbus Systems',
      'Jan, 2016 - Feb, 20193 years 1 month',
      'Counted the clouds.',
    ]
      .map(item)
      .join('')
  expect(jobs(await read(docxOf(body)))).toEqual([
    ['Data Engineer', 'Brightwater', '2019-03', '2023-02'],
    ['Analyst', 'Nimbus Systems', '2016-01', '2019-02'],
  ])
})
