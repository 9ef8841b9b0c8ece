import type { getDocumentProxy } from 'unpdf'
import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import type { Chunk } from './chunks.ts'
import { toMatrix } from './geometry.ts'
import { tellBullets } from './marks.ts'
import { type OperatorList, type Surroundings, walkPage } from './page-walk.ts'

export type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>
type Page = Awaited<ReturnType<PdfDocument['getPage']>>

/** What of a page is text, with what no reader sees apart. */
export interface PdfPage {
  visible: Chunk[]
  hidden: Chunk[]
  /** Drawn in no way: hidden, unless the whole document is a scan with its recognised text. */
  invisible: Chunk[]
  links: string[]
}

const MAX_LINKS = 100
/** Annotations are read for their links only: no resume is written in them. */
export const WITHOUT_ANNOTATIONS = { annotationMode: 0 }

/** What the library's pictures of three opaque channels, or of one bit, are called. */
const OPAQUE_KINDS: readonly unknown[] = [1, 2]

export async function readPage(
  document: PdfDocument,
  number: number,
  names: ReadonlyMap<number, string>,
): Promise<PdfPage> {
  const page = await document.getPage(number)
  const list: OperatorList = await page.getOperatorList(WITHOUT_ANNOTATIONS)
  const viewport = page.getViewport({ scale: 1 })
  const view = toMatrix(viewport.transform)
  const result: PdfPage = { visible: [], hidden: [], invisible: [], links: await readLinks(page) }
  if (!view) return result
  const { runs, marks } = walkPage(list, {
    view,
    names,
    box: { x0: 0, y0: 0, x1: viewport.width, y1: viewport.height },
    unitOf: (font) => unitOf(page, font),
    isOpaque: (picture) => isOpaque(page, picture),
    isLayerShown: await layersOf(document, list, names),
  })
  const bold = new Map<string, boolean>()
  for (const { text, x0, x1, y, h, font, visibility, turned } of runs) {
    // Turned text is decoration, unless it is a heading beside its section.
    if (turned && !sectionNamed(text)) continue
    if (!bold.has(font)) bold.set(font, isBold(page, font))
    result[visibility].push({ text, x0, x1, y, h, bold: bold.get(font) ?? false, page: number })
  }
  result.visible = tellBullets(result.visible, marks)
  page.cleanup()
  return result
}

const fontOf = (page: Page, font: string): unknown =>
  page.commonObjs.has(font) ? page.commonObjs.get(font) : null

/** The first number of the font's matrix; all but the fonts of a document's own drawing have a thousandth. */
function unitOf(page: Page, font: string): number {
  const loaded = fontOf(page, font)
  const matrix =
    loaded && typeof loaded === 'object' && 'fontMatrix' in loaded ? toMatrix(loaded.fontMatrix) : null
  return Math.abs(matrix?.[0] ?? 0) || 0.001
}

function isBold(page: Page, font: string): boolean {
  const loaded = fontOf(page, font)
  const name = loaded && typeof loaded === 'object' && 'name' in loaded ? String(loaded.name) : ''
  return /bold|black|heavy|demi/i.test(name)
}

const poolOf = (page: Page, name: string) => (name.startsWith('g_') ? page.commonObjs : page.objs)

/** A picture itself, or the one of a name once it is decoded; null where it cannot be. */
export const pictureOf = (page: Page, given: unknown): Promise<unknown> =>
  new Promise((resolve) => {
    if (typeof given === 'string') poolOf(page, given).get(given, resolve)
    else resolve(given)
  })

function isOpaque(page: Page, given: unknown): boolean {
  const isName = typeof given === 'string'
  const picture: unknown = isName
    ? poolOf(page, given).has(given)
      ? poolOf(page, given).get(given)
      : null
    : given
  return (
    picture !== null &&
    typeof picture === 'object' &&
    'kind' in picture &&
    OPAQUE_KINDS.includes(picture.kind)
  )
}

/** Which layers are shown; asked of the document only where a page has any. */
export async function layersOf(
  document: PdfDocument,
  list: OperatorList,
  names: ReadonlyMap<number, string>,
): Promise<Surroundings['isLayerShown']> {
  const begin = [...names].find(([, name]) => name === 'beginMarkedContentProps')?.[0] ?? -1
  const isLayer = (fn: number, i: number) => {
    const args = fn === begin ? list.argsArray[i] : null
    return Array.isArray(args) && args[0] === 'OC'
  }
  if (!list.fnArray.some(isLayer)) return () => true
  const config = await document.getOptionalContentConfig().catch(() => null)
  return (layer) => config === null || typeof layer !== 'object' || layer === null || config.isVisible(layer)
}

async function readLinks(page: Page): Promise<string[]> {
  const annotations: unknown[] = await page.getAnnotations().catch(() => [])
  const urls = annotations.map((annotation) =>
    annotation && typeof annotation === 'object' && 'url' in annotation ? annotation.url : null,
  )
  return urls.filter((url) => typeof url === 'string').slice(0, MAX_LINKS)
}
