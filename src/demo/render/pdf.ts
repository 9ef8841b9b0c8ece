import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import type { Person } from '../people/person.ts'

export type Pdf = PDFKit.PDFDocument

export interface PdfLayout {
  margins: { top: number; bottom: number; left: number; right: number }
  /** Draws what stands on every page, below the text. */
  decorate?: (doc: Pdf) => void
  draw: (doc: Pdf, person: Person) => void
}

// pdfkit derives the file id from the creation date: fixed, the same person gives the same bytes.
const CREATED = new Date('2025-01-15T09:00:00Z')

export async function renderPdf(person: Person, layout: PdfLayout): Promise<Buffer> {
  return drawPdf(`${person.name} - ${person.headline}`, layout.margins, (doc) => {
    if (layout.decorate) doc.on('pageAdded', () => layout.decorate?.(doc))
    doc.addPage()
    layout.draw(doc, person)
  })
}

export async function drawPdf(
  title: string,
  margins: PdfLayout['margins'],
  draw: (doc: Pdf) => void,
): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margins,
    autoFirstPage: false,
    info: { Title: title, CreationDate: CREATED },
  })
  draw(doc)
  doc.end()
  return buffer(doc)
}
