import type { getDocumentProxy } from 'unpdf'
import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import type { Chunk } from './chunks.ts'
import { applyToBox, compose, contains, toMatrix } from './geometry.ts'
import { tellBullets } from './marks.ts'
import { drawingOf, NOTHING_DRAWN, type OperatorList, type TextSpot } from './visibility.ts'

export type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>
type Page = Awaited<ReturnType<PdfDocument['getPage']>>
type TextItem = Extract<Awaited<ReturnType<Page['getTextContent']>>['items'][number], { str: string }>

/** What of a page is text, with what no reader sees apart. */
export interface PdfPage {
  visible: Chunk[]
  hidden: Chunk[]
  /** Drawn in no way: hidden, unless the whole document is a scan with its recognised text. */
  invisible: Chunk[]
  /** Text drawn beside the page, which pdf.js does not read at all. */
  hasTextBeside: boolean
  links: string[]
}

const MAX_CHUNKS = 20_000
const MAX_LINKS = 100
/** Points; nobody reads smaller print. */
const READABLE = 2

export async function readPage(
  document: PdfDocument,
  number: number,
  ops: Record<string, number>,
): Promise<PdfPage> {
  const page = await document.getPage(number)
  const content = await page.getTextContent()
  const items = content.items.filter(isText).slice(0, MAX_CHUNKS)
  const result: PdfPage = { visible: [], hidden: [], invisible: [], hasTextBeside: false, links: [] }
  if (items.length === 0) return result
  const list: OperatorList | null = await page.getOperatorList().catch(() => null)
  const { spots, marks } = list ? drawingOf(list, ops) : NOTHING_DRAWN
  const lines = spotsByLine(spots)
  // Only now, since drawing is what loads the fonts.
  const bold = new Map(items.map((item) => [item.fontName, false]))
  for (const font of bold.keys()) bold.set(font, isBold(page, font))
  for (const item of items) {
    const chunk = toChunk(item, page, number, bold.get(item.fontName) ?? false)
    if (chunk) result[chunk.h < READABLE ? 'hidden' : visibilityOf(item, lines)].push(chunk)
  }
  const view = toMatrix(page.getViewport({ scale: 1 }).transform)
  if (view) {
    result.visible = tellBullets(
      result.visible,
      marks.map((mark) => applyToBox(view, mark)),
    )
  }
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = page.view
  result.hasTextBeside = spots.some((spot) => !contains({ x0, y0, x1, y1 }, spot))
  result.links = await readLinks(page)
  page.cleanup()
  return result
}

const isText = (item: object): item is TextItem =>
  'str' in item && typeof item.str === 'string' && item.str.trim() !== ''

/**
 * In the page as it is looked at, turned if it says so. Text that runs up or down the page is decoration, unless it is
 * a heading beside its section: then it stands at the section's top.
 */
function toChunk(item: TextItem, page: Page, number: number, bold: boolean): Chunk | null {
  const view = toMatrix(page.getViewport({ scale: 1 }).transform)
  const own = toMatrix(item.transform)
  if (!view || !own) return null
  const [alongX, alongY, upX, upY, x0, y] = compose(view, own)
  const h = Math.hypot(upX, upY)
  const chunk = { text: item.str, x0, x1: x0 + item.width, y, h, bold, page: number }
  if (Math.abs(alongY) <= Math.abs(alongX) * 0.2) return chunk
  const top = alongY < 0 ? y - item.width : y
  return sectionNamed(item.str) ? { ...chunk, x0: x0 - h, x1: x0, y: top } : null
}

/** Spots by whole points of height, so that a chunk looks at its neighbours only. */
function spotsByLine(spots: readonly TextSpot[]): Map<number, TextSpot[]> {
  const lines = new Map<number, TextSpot[]>()
  for (const spot of spots) {
    const line = lines.get(Math.round(spot.y))
    if (line) line.push(spot)
    else lines.set(Math.round(spot.y), [spot])
  }
  return lines
}

/** A chunk is hidden when hidden text begins within it, and no visible text does. */
function visibilityOf(item: TextItem, lines: ReadonlyMap<number, TextSpot[]>): TextSpot['visibility'] {
  const [x, y] = [Number(item.transform[4]), Math.round(Number(item.transform[5]))]
  const near = [y - 1, y, y + 1].flatMap((line) => lines.get(line) ?? [])
  const within = near.filter((spot) => spot.x >= x - 1 && spot.x <= x + item.width - 0.5)
  if (within.length === 0 || within.some((spot) => spot.visibility === 'visible')) return 'visible'
  return within.some((spot) => spot.visibility === 'hidden') ? 'hidden' : 'invisible'
}

function isBold(page: Page, font: string): boolean {
  const loaded: unknown = page.commonObjs.has(font) ? page.commonObjs.get(font) : null
  const name = loaded && typeof loaded === 'object' && 'name' in loaded ? String(loaded.name) : ''
  return /bold|black|heavy|demi/i.test(name)
}

async function readLinks(page: Page): Promise<string[]> {
  const annotations: unknown[] = await page.getAnnotations().catch(() => [])
  const urls = annotations.map((annotation) =>
    annotation && typeof annotation === 'object' && 'url' in annotation ? annotation.url : null,
  )
  return urls.filter((url) => typeof url === 'string').slice(0, MAX_LINKS)
}
