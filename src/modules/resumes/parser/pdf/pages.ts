import type { getDocumentProxy } from 'unpdf'
import type { Chunk } from './chunks.ts'
import { type OperatorList, type TextSpot, textSpots } from './visibility.ts'

export type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>
type Page = Awaited<ReturnType<PdfDocument['getPage']>>
type TextItem = Extract<Awaited<ReturnType<Page['getTextContent']>>['items'][number], { str: string }>

/** What of a page is text, with what no reader sees apart. */
export interface PdfPage {
  visible: Chunk[]
  hidden: Chunk[]
  /** Drawn in no way: hidden, unless the whole document is a scan with its recognised text. */
  invisible: Chunk[]
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
  const items = content.items
    .filter((item) => 'str' in item && item.str.trim() !== '')
    .slice(0, MAX_CHUNKS) as TextItem[]
  if (items.length === 0) return { visible: [], hidden: [], invisible: [], links: [] }
  // The operators come before the fonts' names: drawing is what loads the fonts.
  const list = await page.getOperatorList().catch(() => null)
  const spots = list ? spotsByLine(textSpots(list as OperatorList, ops)) : new Map<number, TextSpot[]>()
  const bold = new Map(
    [...new Set(items.map((item) => item.fontName))].map((name) => [name, isBold(page, name)]),
  )
  const result: PdfPage = { visible: [], hidden: [], invisible: [], links: await readLinks(page) }
  const [left, bottom, right, top] = viewOf(page)
  for (const item of items) {
    const chunk = toChunk(item, page, number, bold.get(item.fontName) ?? false)
    if (!chunk) continue
    const [x, y] = [Number(item.transform[4]), Number(item.transform[5])]
    const isOff = x > right || y > top || y + chunk.h < bottom || x + item.width < left
    if (isOff || chunk.h < READABLE) result.hidden.push(chunk)
    else result[visibilityOf(item, spots)].push(chunk)
  }
  page.cleanup()
  return result
}

const viewOf = (page: Page): [number, number, number, number] => {
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view
  return [left, bottom, right, top]
}

/** In the page as it is looked at, turned if it says so. Text that runs upwards is left out: it is decoration. */
function toChunk(item: TextItem, page: Page, number: number, bold: boolean): Chunk | null {
  const [a, b, c, d, e, f] = page.getViewport({ scale: 1 }).transform as number[]
  const [ta = 0, tb = 0, tc = 0, td = 0, te = 0, tf = 0] = item.transform as number[]
  if (
    a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined ||
    e === undefined ||
    f === undefined
  )
    return null
  const along = { x: a * ta + c * tb, y: b * ta + d * tb }
  if (Math.abs(along.y) > Math.abs(along.x) * 0.2) return null
  const h = Math.hypot(a * tc + c * td, b * tc + d * td)
  const x0 = a * te + c * tf + e
  return { text: item.str, x0, x1: x0 + item.width, y: b * te + d * tf + f, h, bold, page: number }
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
