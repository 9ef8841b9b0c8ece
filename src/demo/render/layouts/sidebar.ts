import type { Experience, Person } from '../../people/person.ts'
import { bullets, type Column, reserve, type TextStyle, write } from '../flow.ts'
import type { Pdf, PdfLayout } from '../pdf.ts'
import { degreeLine, headingsOf, period, years } from '../wording.ts'

const SIDEBAR_WIDTH = 186
const SIDE: Column = { x: 24, width: SIDEBAR_WIDTH - 44 }
const MAIN: Column = { x: SIDEBAR_WIDTH + 24, width: 595 - SIDEBAR_WIDTH - 24 - 36 }

export const sidebar: PdfLayout = {
  margins: { top: 44, bottom: 40, left: 24, right: 36 },
  decorate(doc) {
    doc.rect(0, 0, SIDEBAR_WIDTH, doc.page.height).fill('#24384f')
  },
  draw(doc, person) {
    write(doc, MAIN, person.name, NAME)
    write(doc, MAIN, person.headline, HEADLINE)
    const belowName = doc.y
    drawSide(doc, person)
    doc.y = belowName
    drawMain(doc, person)
  },
}

const NAME: TextStyle = { font: 'Helvetica-Bold', size: 23, color: '#24384f', gap: 1 }
const HEADLINE: TextStyle = { font: 'Helvetica', size: 12, color: '#5b7896', gap: 4 }
const HEADING: TextStyle = { font: 'Helvetica-Bold', size: 11.5, color: '#24384f', gap: 5 }
const TITLE: TextStyle = { font: 'Helvetica-Bold', size: 10, color: '#222222', gap: 1 }
const MUTED: TextStyle = { font: 'Helvetica', size: 9, color: '#5b7896', gap: 3 }
const BODY: TextStyle = { font: 'Helvetica', size: 9.5, color: '#222222', lineGap: 1.5, gap: 1.5 }
const SIDE_HEADING: TextStyle = { font: 'Helvetica-Bold', size: 11, color: '#ffffff', gap: 5 }
const SIDE_LABEL: TextStyle = { font: 'Helvetica-Bold', size: 8, color: '#9fb6cf', gap: 1 }
const SIDE_BODY: TextStyle = { font: 'Helvetica', size: 9, color: '#f2f5f8', lineGap: 1, gap: 3.5 }

function drawSide(doc: Pdf, person: Person): void {
  const headings = headingsOf(person)
  doc.y = doc.page.margins.top + 4
  sideSection(doc, headings.contact)
  write(doc, SIDE, headings.email, SIDE_LABEL)
  write(doc, SIDE, person.email, SIDE_BODY)
  write(doc, SIDE, headings.phone, SIDE_LABEL)
  write(doc, SIDE, person.phone, SIDE_BODY)
  for (const line of [person.location, ...person.links]) write(doc, SIDE, line, SIDE_BODY)
  sideSection(doc, headings.skills)
  for (const skill of person.skills) write(doc, SIDE, skill, SIDE_BODY)
  sideSection(doc, headings.languages)
  for (const { name, level } of person.languages) write(doc, SIDE, `${name} – ${level}`, SIDE_BODY)
  if (person.certifications.length > 0) {
    sideSection(doc, headings.certifications)
    for (const certification of person.certifications) write(doc, SIDE, certification, SIDE_BODY)
  }
}

function sideSection(doc: Pdf, heading: string): void {
  doc.y += 12
  write(doc, SIDE, heading, SIDE_HEADING)
}

function drawMain(doc: Pdf, person: Person): void {
  const headings = headingsOf(person)
  section(doc, headings.summary)
  write(doc, MAIN, person.summary, BODY)
  section(doc, headings.experience)
  for (const experience of person.experiences) drawExperience(doc, person, experience)
  section(doc, headings.education)
  for (const education of person.education) {
    reserve(doc, 30)
    write(doc, MAIN, degreeLine(education), TITLE)
    write(doc, MAIN, `${education.institution}  |  ${years(education)}`, MUTED)
    doc.y += 3
  }
}

function section(doc: Pdf, heading: string): void {
  reserve(doc, 70)
  doc.y += 10
  write(doc, MAIN, heading, HEADING)
}

function drawExperience(doc: Pdf, person: Person, experience: Experience): void {
  reserve(doc, 55)
  write(doc, MAIN, experience.title, TITLE)
  const where = `${experience.company}, ${experience.location}`
  write(doc, MAIN, `${where}  |  ${period(experience, person.language)}`, MUTED)
  bullets(doc, MAIN, experience.bullets, BODY)
  write(doc, MAIN, experience.technologies.join(' · '), MUTED)
  doc.y += 6
}
