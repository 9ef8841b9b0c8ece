import { bullets, type Column, pageColumn, reserve, rule, type TextStyle, write, writeEnds } from '../flow.ts'
import type { Pdf, PdfLayout } from '../pdf.ts'
import { contactLine, degreeLine, headingsOf, languagesLine, period, years } from '../wording.ts'

export const compact: PdfLayout = {
  margins: { top: 34, bottom: 34, left: 42, right: 42 },
  draw(doc, person) {
    const column = pageColumn(doc)
    const headings = headingsOf(person)
    writeEnds(
      doc,
      column,
      { text: person.name, style: NAME },
      { text: contactLine(person, ' / '), style: SMALL },
    )
    writeEnds(
      doc,
      column,
      { text: person.headline, style: TITLE },
      { text: person.links.join(' / '), style: SMALL },
    )
    doc.y += 3
    rule(doc, column, '#111111', 1.2)
    doc.y += 6
    write(doc, column, person.summary, BODY)

    section(doc, column, headings.skills)
    write(doc, column, person.skills.join(' | '), BODY)
    section(doc, column, headings.experience)
    for (const experience of person.experiences) {
      reserve(doc, 36)
      const role = `${experience.title}, ${experience.company} (${experience.location})`
      const dates = period(experience, person.language)
      writeEnds(doc, column, { text: role, style: TITLE }, { text: dates, style: SMALL })
      bullets(doc, column, experience.bullets, BODY, '-')
      if (experience.technologies.length > 0) {
        write(doc, column, `[${experience.technologies.join(', ')}]`, SMALL)
      }
      doc.y += 5
    }
    section(doc, column, headings.education)
    for (const education of person.education) {
      const studies = `${degreeLine(education)}, ${education.institution}`
      writeEnds(doc, column, { text: studies, style: TITLE }, { text: years(education), style: SMALL })
    }
    section(doc, column, headings.languages)
    write(doc, column, languagesLine(person), BODY)
    if (person.certifications.length > 0) {
      section(doc, column, headings.certifications)
      write(doc, column, person.certifications.join('; '), BODY)
    }
  },
}

const INK = '#111111'
const NAME: TextStyle = { font: 'Helvetica-Bold', size: 18, color: INK }
const HEADING: TextStyle = { font: 'Helvetica-Bold', size: 10.5, color: '#7c2d12', gap: 3 }
const TITLE: TextStyle = { font: 'Helvetica-Bold', size: 10, color: INK, gap: 2 }
const SMALL: TextStyle = { font: 'Helvetica', size: 8.8, color: '#444444', gap: 1.5 }
const BODY: TextStyle = { font: 'Helvetica', size: 9.8, color: INK, lineGap: 1, gap: 1.2 }

function section(doc: Pdf, column: Column, heading: string): void {
  reserve(doc, 40)
  doc.y += 9
  write(doc, column, heading.toUpperCase(), HEADING)
}
