import type { Experience, Person } from '../../people/person.ts'
import { bullets, type Column, pageColumn, reserve, rule, type TextStyle, write, writeEnds } from '../flow.ts'
import type { Pdf, PdfLayout } from '../pdf.ts'
import { contactLine, degreeLine, headingsOf, languagesLine, period, years } from '../wording.ts'

export const classic: PdfLayout = {
  margins: { top: 50, bottom: 50, left: 60, right: 60 },
  draw(doc, person) {
    const column = pageColumn(doc)
    const headings = headingsOf(person)
    write(doc, column, person.name, NAME)
    write(doc, column, person.headline, HEADLINE)
    write(doc, column, contactLine(person, '  |  '), CONTACT)
    write(doc, column, person.links.join('  |  '), CONTACT)

    section(doc, column, headings.summary)
    write(doc, column, person.summary, BODY)
    section(doc, column, headings.experience)
    for (const experience of person.experiences) drawExperience(doc, column, person, experience)
    section(doc, column, headings.education)
    for (const education of person.education) {
      writeEnds(
        doc,
        column,
        { text: degreeLine(education), style: TITLE },
        { text: years(education), style: DATES },
      )
      write(doc, column, education.institution, EMPLOYER)
    }
    section(doc, column, headings.skills)
    write(doc, column, person.skills.join(', '), BODY)
    section(doc, column, headings.languages)
    write(doc, column, languagesLine(person), BODY)
    if (person.certifications.length > 0) {
      section(doc, column, headings.certifications)
      bullets(doc, column, person.certifications, BODY)
    }
  },
}

const INK = '#1a1a1a'
const NAME: TextStyle = { font: 'Times-Bold', size: 24, color: INK, align: 'center', gap: 1 }
const HEADLINE: TextStyle = { font: 'Times-Italic', size: 13, color: '#444444', align: 'center', gap: 5 }
const CONTACT: TextStyle = { font: 'Times-Roman', size: 10, color: INK, align: 'center', gap: 1 }
const HEADING: TextStyle = { font: 'Times-Bold', size: 12, color: INK, gap: 1 }
const TITLE: TextStyle = { font: 'Times-Bold', size: 11, color: INK }
const EMPLOYER: TextStyle = { font: 'Times-Italic', size: 10.5, color: '#333333', gap: 3 }
const DATES: TextStyle = { font: 'Times-Roman', size: 10.5, color: INK }
const BODY: TextStyle = { font: 'Times-Roman', size: 10.5, color: INK, lineGap: 1, gap: 1 }

function section(doc: Pdf, column: Column, heading: string): void {
  reserve(doc, 60)
  doc.y += 10
  write(doc, column, heading.toUpperCase(), HEADING)
  rule(doc, column, '#888888')
  doc.y += 5
}

function drawExperience(doc: Pdf, column: Column, person: Person, experience: Experience): void {
  reserve(doc, 55)
  const dates = period(experience, person.language)
  writeEnds(doc, column, { text: experience.title, style: TITLE }, { text: dates, style: DATES })
  write(doc, column, `${experience.company}, ${experience.location}`, EMPLOYER)
  bullets(doc, column, experience.bullets, BODY)
  if (experience.technologies.length > 0) {
    const technologies = experience.technologies.join(', ')
    write(doc, column, `${headingsOf(person).technologies}: ${technologies}`, EMPLOYER)
  }
  doc.y += 5
}
