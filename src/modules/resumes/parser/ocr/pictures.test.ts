import { expect, test } from 'vitest'
import { EVERYWHERE } from '#src/modules/resumes/parser/pdf/ground.ts'
import { stencilToGrey, toGrey } from './grey.ts'
import { pixelsOf } from './picture-size.ts'
import { type PlacedPicture, paintPage } from './raster.ts'

const size = { width: 2, height: 2 }

test.each([
  ['bits', { ...size, kind: 1, data: Uint8Array.of(0x40, 0x80) }, [0, 255, 255, 0]],
  [
    'colours',
    { ...size, kind: 2, data: Uint8Array.of(0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255) },
    [0, 255, 76, 28],
  ],
  ['opacity', { ...size, kind: 3, data: new Uint8Array(16).fill(255, 12) }, [255, 255, 255, 255]],
])('%s become grey', (_, picture, grey) => {
  expect([...(toGrey(picture)?.pixels ?? [])]).toEqual(grey)
})

test.each([
  ['nothing', null],
  ['another kind', { ...size, kind: 9, data: new Uint8Array(100) }],
  ['too few bytes', { ...size, kind: 2, data: new Uint8Array(11) }],
])('%s is no picture', (_, picture) => {
  expect(toGrey(picture)).toBeNull()
})

test('paint goes through a stencil where a bit is 0', () => {
  const stencil = { ...size, data: Uint8Array.of(0x40, 0x80) }
  expect([...(stencilToGrey(stencil, '#ff0000')?.pixels ?? [])]).toEqual([76, 255, 255, 76])
})

const placed = (more: Partial<PlacedPicture>): PlacedPicture => ({
  ...size,
  pixels: Uint8Array.of(10, 20, 30, 40),
  isSheer: false,
  clip: EVERYWHERE,
  // Upright on a page that is looked at from its top left corner.
  matrix: [2, 0, 0, -2, 0, 2],
  ...more,
})
const painted = (...pictures: PlacedPicture[]) => [...paintPage(pictures, size, 100).pixels]

test('pictures are painted where and as they stand, the later over the earlier', () => {
  expect(painted(placed({}))).toEqual([10, 20, 30, 40])
  expect(painted(placed({ matrix: [0, 2, 2, 0, 0, 0] }))).toEqual([30, 10, 40, 20])
  expect(painted(placed({ matrix: [2, 0, 0, -2, 1, 3] }))).toEqual([255, 255, 255, 10])
  expect(
    painted(placed({}), placed({ clip: { x0: 0, y0: 0, x1: 1, y1: 2 }, pixels: new Uint8Array(4).fill(99) })),
  ).toEqual([99, 20, 99, 40])
  expect(painted(placed({}), placed({ isSheer: true, pixels: Uint8Array.of(255, 255, 0, 255) }))).toEqual([
    10, 20, 0, 40,
  ])
  expect(new Set(painted(placed({ matrix: [0, 0, 0, 0, 0, 0] })))).toEqual(new Set([255]))
})

test('a page has no more pixels than allowed', () => {
  const { width, height, scale } = paintPage([placed({ width: 4000 })], { width: 100, height: 100 }, 2500)
  expect([width, height, scale]).toEqual([50, 50, 0.5])
})

test('a PNG and a JPEG say how large they are', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d494844520000000300000005', 'hex')
  expect(pixelsOf(png)).toBe(15)
  expect(pixelsOf(Buffer.from('ffd8ffe000040000ffffc0001108000400070301', 'hex'))).toBe(28)
  expect(pixelsOf(png.subarray(0, 20))).toBeNull()
  expect(pixelsOf(Buffer.from('ffd8ffe0ffff', 'hex'))).toBeNull()
})
