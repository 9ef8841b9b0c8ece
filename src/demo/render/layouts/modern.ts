import type { Experience, Person } from '../../people/person.ts'
import { bullets, type Column, pageColumn, reserve, type TextStyle, write, writeEnds } from '../flow.ts'
import type { Pdf, PdfLayout } from '../pdf.ts'
import { contactLine, degreeLine, headingsOf, period, years } from '../wording.ts'

export const modern: PdfLayout = {
  margins: { top: 46, bottom: 44, left: 52, right: 52 },
  draw(doc, person) {
    const column = pageColumn(doc)
    const headings = headingsOf(person)
    drawBand(doc, column, person)

    section(doc, column, headings.summary)
    write(doc, column, person.summary, BODY)
    section(doc, column, headings.skills)
    drawChips(doc, column, person.skills)
    section(doc, column, headings.experience)
    for (const experience of person.experiences) drawExperience(doc, column, person, experience)
    section(doc, column, headings.education)
    for (const education of person.education) {
      const dates = { text: years(education), style: DATES }
      writeEnds(doc, column, { text: degreeLine(education), style: TITLE }, dates)
      write(doc, column, education.institution, MUTED)
    }
    section(doc, column, headings.languages)
    for (const { name, level } of person.languages) write(doc, column, `${name}: ${level}`, BODY)
    if (person.certifications.length > 0) {
      section(doc, column, headings.certifications)
      bullets(doc, column, person.certifications, BODY)
    }
  },
}

const ACCENT = '#4338ca'
const BAND_HEIGHT = 128
const NAME: TextStyle = { font: 'Helvetica-Bold', size: 27, color: '#ffffff', gap: 1 }
const HEADLINE: TextStyle = { font: 'Helvetica', size: 13, color: '#c7d2fe', gap: 9 }
const CONTACT: TextStyle = { font: 'Helvetica', size: 9.2, color: '#ffffff', gap: 3 }
const HEADING: TextStyle = { font: 'Helvetica-Bold', size: 12.5, color: ACCENT, gap: 6 }
const TITLE: TextStyle = { font: 'Helvetica-Bold', size: 10.5, color: '#111827', gap: 1 }
const DATES: TextStyle = { font: 'Helvetica-Bold', size: 9, color: ACCENT }
const MUTED: TextStyle = { font: 'Helvetica', size: 9.3, color: '#6b7280', gap: 3 }
const BODY: TextStyle = { font: 'Helvetica', size: 9.6, color: '#1f2937', lineGap: 1.5, gap: 1.5 }
const CHIP = { height: 16, padding: 7, space: 5, size: 8.8 }

function drawBand(doc: Pdf, column: Column, person: Person): void {
  doc.rect(0, 0, doc.page.width, BAND_HEIGHT).fill(ACCENT)
  doc.y = 28
  write(doc, column, person.name, NAME)
  write(doc, column, person.headline, HEADLINE)
  write(doc, column, contactLine(person, '   |   '), CONTACT)
  write(doc, column, person.links.join('   |   '), CONTACT)
  doc.y = BAND_HEIGHT + 8
}

function section(doc: Pdf, column: Column, heading: string): void {
  reserve(doc, 70)
  doc.y += 10
  doc.rect(column.x - 12, doc.y - 1, 4, 13).fill(ACCENT)
  write(doc, column, heading, HEADING)
}

function drawChips(doc: Pdf, column: Column, skills: string[]): void {
  let x = column.x
  let y = doc.y
  for (const skill of skills) {
    doc.font('Helvetica').fontSize(CHIP.size)
    const width = doc.widthOfString(skill) + 2 * CHIP.padding
    if (x > column.x && x + width > column.x + column.width) {
      x = column.x
      y += CHIP.height + CHIP.space
    }
    doc.roundedRect(x, y, width, CHIP.height, 8).fill('#e0e7ff')
    doc.fillColor('#312e81').text(skill, x + CHIP.padding, y + 4, { lineBreak: false })
    x += width + CHIP.space
  }
  doc.y = y + CHIP.height + 2
}

function drawExperience(doc: Pdf, column: Column, person: Person, experience: Experience): void {
  reserve(doc, 60)
  const dates = { text: period(experience, person.language), style: DATES }
  writeEnds(doc, column, { text: experience.title, style: TITLE }, dates)
  write(doc, column, `${experience.company} | ${experience.location}`, MUTED)
  bullets(doc, column, experience.bullets, BODY)
  if (experience.technologies.length > 0) {
    const technologies = experience.technologies.join(', ')
    write(doc, column, `${headingsOf(person).technologies}: ${technologies}`, MUTED)
  }
  doc.y += 6
}
