import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import type { Chunk } from '#src/modules/resumes/parser/pdf/chunks.ts'
import { layout } from '#src/modules/resumes/parser/pdf/layout.ts'
import { withPdf } from '#src/modules/resumes/parser/pdf/open.ts'
import { readingOrder } from '#src/modules/resumes/parser/pdf/reading-order.ts'
import { withoutRunningLines } from '#src/modules/resumes/parser/pdf/running-lines.ts'
import { type ReasonCode, UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import type { RawDocument } from '#src/modules/resumes/parser/text/document.ts'
import { type Engine, sharedEngine } from './engine.ts'
import { readPictures } from './page-pictures.ts'
import { pixelsOf } from './picture-size.ts'
import { paintPage, toPgm } from './raster.ts'
import { recognizedChunks } from './recognized-chunks.ts'

type OpenEngine = () => Promise<Engine | null>

/** Reads the pictures of a PDF that has no text. @throws UnreadableError */
export async function readScannedPdf(
  bytes: Uint8Array,
  open: OpenEngine = sharedEngine,
): Promise<RawDocument> {
  const engine = await opened(open)
  return withPdf(bytes, LIMITS.scan.pixels, async (document, names) => {
    const pages: Chunk[][] = []
    const last = Math.min(document.numPages, LIMITS.scan.pages)
    const end = performance.now() + LIMITS.scan.ms
    while (pages.length < last && performance.now() < end) {
      const number = pages.length + 1
      const page = await readPictures(document, number, names).catch(() => null)
      pages.push(page && page.pictures.length > 0 ? recognizePage(engine, page, number) : [])
    }
    return recognized(pages, document.numPages)
  })
}

/** Reads a PNG or a JPEG. @throws UnreadableError */
export async function readPicture(bytes: Uint8Array, open: OpenEngine = sharedEngine): Promise<RawDocument> {
  const engine = await opened(open)
  const pixels = pixelsOf(bytes)
  if (pixels === null) throw new UnreadableError('file.corrupt')
  if (pixels > LIMITS.scan.pixels) throw new UnreadableError('file.too_large')
  try {
    return recognized([recognizedChunks(engine.recognize(bytes), 1, PICTURE_SCALE)], 1)
  } catch (error) {
    throw error instanceof UnreadableError ? error : new UnreadableError('file.corrupt', error)
  }
}

/** Pixels a point, as of a scan of 200 an inch: a picture does not tell how large its paper was. */
const PICTURE_SCALE = 200 / 72

async function opened(open: OpenEngine): Promise<Engine> {
  const engine = await open()
  if (!engine) throw new UnreadableError('file.no_text')
  return engine
}

function recognizePage(
  engine: Engine,
  page: Awaited<ReturnType<typeof readPictures>>,
  number: number,
): Chunk[] {
  const raster = paintPage(page.pictures, page, LIMITS.scan.pixels)
  return recognizedChunks(engine.recognize(toPgm(raster)), number, raster.scale)
}

function recognized(pages: readonly Chunk[][], pageCount: number): RawDocument {
  if (pages.every((page) => page.length === 0)) throw new UnreadableError('file.no_text')
  const reasons: ReasonCode[] = ['text.recognized']
  if (pages.length < pageCount) reasons.push('file.too_many_pages')
  return { lines: readingOrder(layout(withoutRunningLines(pages))), links: [], pageCount, reasons }
}
