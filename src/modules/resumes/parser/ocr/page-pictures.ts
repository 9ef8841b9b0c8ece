import { toMatrix } from '#src/modules/resumes/parser/pdf/geometry.ts'
import type { OperatorNames } from '#src/modules/resumes/parser/pdf/open.ts'
import { type OperatorList, type Picture, walkPage } from '#src/modules/resumes/parser/pdf/page-walk.ts'
import {
  layersOf,
  type PdfDocument,
  pictureOf,
  WITHOUT_ANNOTATIONS,
} from '#src/modules/resumes/parser/pdf/pages.ts'
import { type Grey, stencilToGrey, toGrey } from './grey.ts'
import type { PlacedPicture } from './raster.ts'

type Page = Awaited<ReturnType<PdfDocument['getPage']>>

interface PagePictures {
  /** Points. */
  width: number
  height: number
  pictures: PlacedPicture[]
}

/** The pictures painted on a page, decoded. */
export async function readPictures(
  document: PdfDocument,
  number: number,
  names: OperatorNames,
): Promise<PagePictures> {
  const page = await document.getPage(number)
  const list: OperatorList = await page.getOperatorList(WITHOUT_ANNOTATIONS)
  const { width, height, transform } = page.getViewport({ scale: 1 })
  const view = toMatrix(transform)
  const read: PagePictures = { width, height, pictures: [] }
  if (!view) return read
  const { pictures } = walkPage(list, {
    view,
    names,
    box: { x0: 0, y0: 0, x1: width, y1: height },
    unitOf: () => 0.001,
    isOpaque: () => false,
    isLayerShown: await layersOf(document, list, names),
  })
  for (const { matrix, clip, ...picture } of pictures) {
    const grey = await decoded(page, picture)
    if (grey) read.pictures.push({ ...grey, matrix, clip })
  }
  page.cleanup()
  return read
}

async function decoded(
  page: Page,
  { source, isStencil, color }: Pick<Picture, 'source' | 'isStencil' | 'color'>,
): Promise<Grey | null> {
  if (!isStencil) return toGrey(await pictureOf(page, source))
  const held = source !== null && typeof source === 'object' && 'data' in source ? source.data : null
  return stencilToGrey(typeof held === 'string' ? await pictureOf(page, held) : source, color)
}
