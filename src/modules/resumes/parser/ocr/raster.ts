import type { Box } from '#src/modules/resumes/parser/pdf/geometry.ts'
import { compose, invert, type Matrix } from '#src/modules/resumes/parser/pdf/geometry.ts'
import { intersection, pictureBox } from '#src/modules/resumes/parser/pdf/ground.ts'

/** A page as grey pixels, 255 is white. */
export interface Raster {
  width: number
  height: number
  /** Pixels a point. */
  scale: number
  pixels: Uint8Array
}

/** A decoded picture and where it stands: it fills the unit square, which the matrix puts on the page. */
export interface PlacedPicture {
  width: number
  height: number
  /** Grey, 255 is white. */
  pixels: Uint8Array
  /** What lies under it is seen where it is light. */
  isSheer: boolean
  matrix: Matrix
  /** What is not cut away of the page, in points. */
  clip: Box
}

/** Pixels a point: more than 300 an inch tell no more letters. */
const MAX_SCALE = 300 / 72
/** Of small pixels so many by so many are looked at for one of the page. */
const MAX_LOOKS = 3

/** Paints pictures on a page, as fine as the finest of them and as the number of pixels allows. */
export function paintPage(
  pictures: readonly PlacedPicture[],
  page: { width: number; height: number },
  maxPixels: number,
): Raster {
  const finest = Math.max(...pictures.map(resolution))
  const scale = Math.min(finest, MAX_SCALE, Math.sqrt(maxPixels / (page.width * page.height)))
  const [width, height] = [Math.floor(page.width * scale), Math.floor(page.height * scale)]
  const raster = { width, height, scale, pixels: new Uint8Array(width * height).fill(255) }
  for (const picture of pictures) paint(raster, picture)
  return raster
}

/** Pixels of a picture for one point of the page. */
const resolution = ({ width, matrix: [a, b] }: PlacedPicture) => width / Math.max(1, Math.hypot(a, b))

function paint(raster: Raster, picture: PlacedPicture): void {
  const back = invert(picture.matrix)
  if (!back) return
  const { scale } = raster
  const toSamples: Matrix = [picture.width, 0, 0, -picture.height, 0, picture.height]
  const [a, b, c, d, e, f] = compose(toSamples, compose(back, [1 / scale, 0, 0, 1 / scale, 0, 0]))
  const box = intersection(pictureBox(picture.matrix), picture.clip)
  const [left, right] = [
    Math.max(0, Math.round(box.x0 * scale)),
    Math.min(raster.width, Math.round(box.x1 * scale)),
  ]
  const [top, bottom] = [
    Math.max(0, Math.round(box.y0 * scale)),
    Math.min(raster.height, Math.round(box.y1 * scale)),
  ]
  const looks = Math.min(MAX_LOOKS, Math.max(1, Math.round(Math.hypot(a, b))))
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      let [sum, seen] = [0, 0]
      for (let look = 0; look < looks * looks; look++) {
        const [px, py] = [x + ((look % looks) + 0.5) / looks, y + (Math.floor(look / looks) + 0.5) / looks]
        const [column, row] = [Math.floor(a * px + c * py + e), Math.floor(b * px + d * py + f)]
        if (column < 0 || row < 0 || column >= picture.width || row >= picture.height) continue
        sum += picture.pixels[row * picture.width + column] ?? 255
        seen += 1
      }
      if (seen === 0) continue
      const at = y * raster.width + x
      const grey = sum / seen
      raster.pixels[at] = picture.isSheer ? Math.min(grey, raster.pixels[at] ?? 255) : grey
    }
  }
}

/** The simplest format of pictures that the engine decodes. */
export function toPgm({ width, height, pixels }: Raster): Uint8Array {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels])
}
