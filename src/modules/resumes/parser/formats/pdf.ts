import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import type { Chunk } from '#src/modules/resumes/parser/pdf/chunks.ts'
import { layout } from '#src/modules/resumes/parser/pdf/layout.ts'
import { joinLetters } from '#src/modules/resumes/parser/pdf/letters.ts'
import { type PdfDocument, type PdfPage, readPage } from '#src/modules/resumes/parser/pdf/pages.ts'
import { readingOrder } from '#src/modules/resumes/parser/pdf/reading-order.ts'
import { withoutRunningLines } from '#src/modules/resumes/parser/pdf/running-lines.ts'
import { type ReasonCode, UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import type { RawDocument } from '#src/modules/resumes/parser/text/document.ts'

/** Pixels; larger pictures are not decoded. They matter here only as a background of text. */
const MAX_IMAGE = 4_000_000
/** Fewer letters than this is a scan with a page number. */
const MIN_LETTERS = 20

export async function readPdf(bytes: Uint8Array): Promise<RawDocument> {
  const { getDocumentProxy, getResolvedPDFJS } = await import('unpdf')
  const { OPS } = await getResolvedPDFJS()
  // A copy: pdf.js takes the buffer over.
  const document = await getDocumentProxy(new Uint8Array(bytes), {
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    maxImageSize: MAX_IMAGE,
  }).catch((error: unknown) => {
    throw toUnreadable(error)
  })
  try {
    return await readDocument(document, OPS)
  } finally {
    await document.loadingTask.destroy()
  }
}

async function readDocument(document: PdfDocument, ops: Record<string, number>): Promise<RawDocument> {
  const pageCount = document.numPages
  const reasons: ReasonCode[] = pageCount > LIMITS.pages ? ['file.too_many_pages'] : []
  const pages: PdfPage[] = []
  let broken = 0
  for (let number = 1; number <= Math.min(pageCount, LIMITS.pages); number++) {
    const page = await readPage(document, number, ops).catch(() => null)
    if (page) pages.push(page)
    else broken += 1
  }
  if (pages.length === 0 && broken > 0) throw new UnreadableError('file.corrupt')
  const { chunks, hasHidden } = seenByReaders(pages)
  if (letters(chunks.flat()) < MIN_LETTERS) throw new UnreadableError('file.no_text')
  if (hasHidden) reasons.push('text.hidden')
  const regions = layout(withoutRunningLines(chunks.map(joinLetters)))
  return { lines: readingOrder(regions), links: pages.flatMap((page) => page.links), pageCount, reasons }
}

/** A document that is nearly all invisible is a scan with its recognised text, which is what its reader sees. */
function seenByReaders(pages: readonly PdfPage[]): { chunks: Chunk[][]; hasHidden: boolean } {
  const count = (part: 'visible' | 'hidden' | 'invisible') => letters(pages.flatMap((page) => page[part]))
  const [visible, hidden, invisible] = [count('visible'), count('hidden'), count('invisible')]
  const isScan = invisible > 5 * visible
  // Where most of the text seems hidden it is likelier that the drawing was misread.
  const isMisread = hidden > visible && !isScan
  const chunks = pages.map((page) => [
    ...page.visible,
    ...(isScan ? page.invisible : []),
    ...(isMisread ? page.hidden : []),
  ])
  const hasHidden = hidden > 0 || (invisible > 0 && !isScan) || pages.some((page) => page.hasTextBeside)
  return { chunks, hasHidden }
}

const letters = (chunks: readonly Chunk[]) =>
  chunks.reduce((sum, chunk) => sum + chunk.text.replace(/[^\p{L}\p{N}]/gu, '').length, 0)

function toUnreadable(error: unknown): UnreadableError {
  const name = error instanceof Error ? error.name : ''
  return new UnreadableError(name === 'PasswordException' ? 'file.encrypted' : 'file.corrupt', error)
}
