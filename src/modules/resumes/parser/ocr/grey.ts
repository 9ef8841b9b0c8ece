/** What the library calls its kinds of pixels. */
const KINDS = { bit: 1, rgb: 2, rgba: 3 }

interface Decoded {
  width: number
  height: number
  kind?: unknown
  data: Uint8Array | Uint8ClampedArray
}

export interface Grey {
  width: number
  height: number
  /** 255 is white. */
  pixels: Uint8Array
  isSheer: boolean
}

/** A picture as pdf.js decodes it, in grey; null where it could not. */
export function toGrey(picture: unknown): Grey | null {
  if (!isDecoded(picture)) return null
  const { width, height, kind, data } = picture
  const count = width * height
  if (kind === KINDS.bit && data.length >= bytesOfBits(picture))
    return { width, height, pixels: fromBits(picture, 0), isSheer: false }
  if (kind === KINDS.rgb && data.length >= 3 * count)
    return { width, height, pixels: fromChannels(data, count, 3), isSheer: false }
  if (kind === KINDS.rgba && data.length >= 4 * count)
    return { width, height, pixels: fromChannels(data, count, 4), isSheer: true }
  return null
}

/** A stencil has a bit a pixel; paint of the given colour goes through where it is 0. */
export function stencilToGrey(picture: unknown, color: string | null): Grey | null {
  if (!isDecoded(picture) || picture.data.length < bytesOfBits(picture)) return null
  const { width, height } = picture
  return { width, height, pixels: fromBits(picture, greyOf(color)), isSheer: true }
}

const isDecoded = (picture: unknown): picture is Decoded =>
  picture !== null &&
  typeof picture === 'object' &&
  'data' in picture &&
  (picture.data instanceof Uint8Array || picture.data instanceof Uint8ClampedArray) &&
  'width' in picture &&
  typeof picture.width === 'number' &&
  'height' in picture &&
  typeof picture.height === 'number'

const bytesOfBits = ({ width, height }: Decoded) => Math.ceil(width / 8) * height

/** A pattern of paint is taken for black. */
const greyOf = (color: string | null) =>
  color === null
    ? 0
    : luminance(
        ...([1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as [number, number, number]),
      )

const luminance = (red: number, green: number, blue: number) => 0.3 * red + 0.59 * green + 0.11 * blue

function fromBits({ width, height, data }: Decoded, ink: number): Uint8Array {
  const pixels = new Uint8Array(width * height)
  const stride = Math.ceil(width / 8)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = ((data[y * stride + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1
      pixels[y * width + x] = bit === 1 ? 255 : ink
    }
  }
  return pixels
}

/** On white paper, where there is a channel of opacity. */
function fromChannels(data: Decoded['data'], count: number, channels: 3 | 4): Uint8Array {
  const pixels = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const at = i * channels
    const grey = luminance(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)
    const opacity = channels === 4 ? (data[at + 3] ?? 255) / 255 : 1
    pixels[i] = 255 - (255 - grey) * opacity
  }
  return pixels
}
