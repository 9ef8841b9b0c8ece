import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import type { Chunk } from '#src/modules/resumes/parser/pdf/chunks.ts'
import { layout } from '#src/modules/resumes/parser/pdf/layout.ts'
import { joinLetters } from '#src/modules/resumes/parser/pdf/letters.ts'
import { type OperatorNames, withPdf } from '#src/modules/resumes/parser/pdf/open.ts'
import { type PdfDocument, type PdfPage, readPage } from '#src/modules/resumes/parser/pdf/pages.ts'
import { readingOrder } from '#src/modules/resumes/parser/pdf/reading-order.ts'
import { withoutRunningLines } from '#src/modules/resumes/parser/pdf/running-lines.ts'
import { type ReasonCode, UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import type { RawDocument } from '#src/modules/resumes/parser/text/document.ts'
import type { ReadOptions } from '#src/modules/resumes/parser/types.ts'

/** Pixels; larger pictures are not decoded. They matter here only as a background of text. */
const MAX_IMAGE = 4_000_000
/** Fewer letters than this is a scan with a page number. */
const MIN_LETTERS = 20

/** A scan is read from its pictures where that is asked for. */
export async function readPdf(bytes: Uint8Array, { recognize }: ReadOptions): Promise<RawDocument> {
  try {
    return await withPdf(bytes, MAX_IMAGE, readDocument)
  } catch (error) {
    if (!recognize || !(error instanceof UnreadableError) || error.reason !== 'file.no_text') throw error
    return (await import('#src/modules/resumes/parser/ocr/read-scan.ts')).readScannedPdf(bytes)
  }
}

async function readDocument(document: PdfDocument, names: OperatorNames): Promise<RawDocument> {
  const pageCount = document.numPages
  const reasons: ReasonCode[] = pageCount > LIMITS.pages ? ['file.too_many_pages'] : []
  const pages: PdfPage[] = []
  let broken = 0
  for (let number = 1; number <= Math.min(pageCount, LIMITS.pages); number++) {
    const page = await readPage(document, number, names).catch(() => null)
    if (page) pages.push(page)
    else broken += 1
  }
  if (pages.length === 0 && broken > 0) throw new UnreadableError('file.corrupt')
  const { chunks, hasHidden } = seenByReaders(pages)
  if (letters(chunks.flat(), MIN_LETTERS) < MIN_LETTERS) throw new UnreadableError('file.no_text')
  if (hasHidden) reasons.push('text.hidden')
  const regions = layout(withoutRunningLines(chunks.map(joinLetters)))
  return { lines: readingOrder(regions), links: pages.flatMap((page) => page.links), pageCount, reasons }
}

/** A scan has at most a stamp or a page number beside its recognised text. Letters. */
const MAX_BESIDE_SCAN = 200

/** A document that is nearly all invisible is a scan with its recognised text, which is what its reader sees. */
function seenByReaders(pages: readonly PdfPage[]): { chunks: Chunk[][]; hasHidden: boolean } {
  const count = (part: 'visible' | 'hidden' | 'invisible') => letters(pages.flatMap((page) => page[part]))
  const [hidden, invisible] = [count('hidden'), count('invisible')]
  const visible = invisible > 0 ? count('visible') : 0
  const isScan = invisible > 5 * visible && visible < MAX_BESIDE_SCAN
  const chunks = pages.map((page) => (isScan ? [...page.visible, ...page.invisible] : page.visible))
  return { chunks, hasHidden: hidden > 0 || (invisible > 0 && !isScan) }
}

/** UTF-16 units of letters and digits, counted until there are enough. */
function letters(chunks: readonly Chunk[], enough = Number.POSITIVE_INFINITY): number {
  let count = 0
  for (const { text } of chunks) {
    if (count >= enough) break
    count += text.replace(/[^\p{L}\p{N}]/gu, '').length
  }
  return count
}
