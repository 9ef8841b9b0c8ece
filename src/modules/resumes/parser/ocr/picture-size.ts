/** How many pixels a PNG or a JPEG says it has, without decoding it; null where it does not say. */
export function pixelsOf(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return isPng(bytes) ? pixelsOfPng(view) : pixelsOfJpeg(view)
}

const isPng = (bytes: Uint8Array): boolean => bytes[0] === 0x89 && bytes[1] === 0x50

const pixelsOfPng = (view: DataView) =>
  view.byteLength < 24 ? null : view.getUint32(16) * view.getUint32(20)

/** Markers that begin a frame are from C0 to CF, but for three of other use. */
const FRAME = { first: 0xc0, last: 0xcf, others: [0xc4, 0xc8, 0xcc] }

function pixelsOfJpeg(view: DataView): number | null {
  let at = 2
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    if (marker >= FRAME.first && marker <= FRAME.last && !FRAME.others.includes(marker))
      return view.getUint16(at + 5) * view.getUint16(at + 7)
    // A byte that fills, or a segment with its length.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}
