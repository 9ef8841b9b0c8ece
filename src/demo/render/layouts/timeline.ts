import type { Person } from '../../people/person.ts'
import { bullets, type Column, pageColumn, reserve, type TextStyle, write } from '../flow.ts'
import type { Pdf, PdfLayout } from '../pdf.ts'
import { contactLine, degreeLine, headingsOf, languagesLine, period, years } from '../wording.ts'

const DATES: Column = { x: 50, width: 88 }
const LINE_X = 150
const EVENT_GAP = 8
const CONTENT: Column = { x: 166, width: 595 - 166 - 50 }

export const timeline: PdfLayout = {
  margins: { top: 48, bottom: 46, left: 50, right: 50 },
  draw(doc, person) {
    const page = pageColumn(doc)
    const headings = headingsOf(person)
    write(doc, page, person.name, NAME)
    write(doc, page, person.headline, HEADLINE)
    write(doc, page, contactLine(person, '  •  '), CONTACT)
    write(doc, page, person.links.join('  •  '), CONTACT)
    doc.y += 8
    write(doc, page, person.summary, BODY)

    section(doc, page, headings.experience)
    for (const experience of person.experiences) {
      event(doc, period(experience, person.language), () => {
        write(doc, CONTENT, experience.title, TITLE)
        write(doc, CONTENT, `${experience.company} · ${experience.location}`, MUTED)
        bullets(doc, CONTENT, experience.bullets, BODY)
        write(doc, CONTENT, experience.technologies.join(', '), MUTED)
      })
    }
    section(doc, page, headings.education)
    for (const education of person.education) {
      event(doc, years(education), () => {
        write(doc, CONTENT, degreeLine(education), TITLE)
        write(doc, CONTENT, education.institution, MUTED)
      })
    }
    drawLists(doc, page, person)
  },
}

const ACCENT = '#0f766e'
const NAME: TextStyle = { font: 'Helvetica-Bold', size: 26, color: '#111827', gap: 1 }
const HEADLINE: TextStyle = { font: 'Helvetica', size: 13, color: ACCENT, gap: 5 }
const CONTACT: TextStyle = { font: 'Helvetica', size: 9, color: '#4b5563', gap: 2 }
const HEADING: TextStyle = { font: 'Helvetica-Bold', size: 12, color: ACCENT, gap: 6 }
const TITLE: TextStyle = { font: 'Helvetica-Bold', size: 10.5, color: '#111827', gap: 1 }
const MUTED: TextStyle = { font: 'Helvetica-Oblique', size: 9, color: '#4b5563', gap: 3 }
const BODY: TextStyle = { font: 'Helvetica', size: 9.5, color: '#1f2937', lineGap: 1.5, gap: 1.5 }
const DATE: TextStyle = { font: 'Helvetica', size: 9, color: '#4b5563' }

function drawLists(doc: Pdf, page: Column, person: Person): void {
  const headings = headingsOf(person)
  section(doc, page, headings.skills)
  write(doc, page, person.skills.join(' • '), BODY)
  section(doc, page, headings.languages)
  write(doc, page, languagesLine(person), BODY)
  if (person.certifications.length > 0) {
    section(doc, page, headings.certifications)
    for (const certification of person.certifications) write(doc, page, certification, BODY)
  }
}

function section(doc: Pdf, column: Column, heading: string): void {
  reserve(doc, 75)
  doc.y += 11
  write(doc, column, heading, HEADING)
}

/** A dated entry beside the line, which is drawn afterwards, once the height is known. */
function event(doc: Pdf, date: string, drawContent: () => void): void {
  reserve(doc, 60)
  const top = doc.y
  write(doc, DATES, date, DATE)
  doc.y = top
  const page = doc.page
  drawContent()
  const start = doc.page === page ? top : page.margins.top
  doc
    .moveTo(LINE_X, start + 5)
    .lineTo(LINE_X, doc.y + EVENT_GAP)
    .lineWidth(1.2)
    .strokeColor('#99c9c4')
    .stroke()
  if (doc.page === page) doc.circle(LINE_X, top + 5, 3.2).fill(ACCENT)
  doc.y += EVENT_GAP
}
