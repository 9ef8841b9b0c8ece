import type { Person } from '../people/person.ts'
import { classic } from './layouts/classic.ts'
import { drawPdf, renderPdf } from './pdf.ts'
import type { RenderedFile } from './render-person.ts'

/** An upload that broke off: no page tree, no cross-reference table. */
export async function truncatedPdf(person: Person): Promise<RenderedFile> {
  const whole = await renderPdf(person, classic)
  return {
    filename: 'interrupted-upload.pdf',
    contentType: 'application/pdf',
    bytes: whole.subarray(0, Math.floor(whole.length * 0.4)),
  }
}

/** What a scanner makes of a page: grey strokes where lines were, and no text at all. */
export async function scannedPdf(): Promise<RenderedFile> {
  const bytes = await drawPdf('Scan', { top: 0, bottom: 0, left: 0, right: 0 }, (doc) => {
    doc.addPage()
    doc.rect(0, 0, doc.page.width, doc.page.height).fill('#f4f1ea')
    doc.rect(70, 64, 210, 18).fill('#6b6b6b')
    for (let line = 0; line < 44; line++) {
      const width = line % 7 === 6 ? 180 : 400 + ((line * 37) % 55)
      doc.rect(70, 110 + line * 15, width, 6).fill('#9a9a9a')
    }
  })
  return { filename: 'scanned-resume.pdf', contentType: 'application/pdf', bytes }
}
