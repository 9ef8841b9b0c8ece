/** As PDF writes it: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number]

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

export interface Point {
  x: number
  y: number
}

export interface Box {
  x0: number
  y0: number
  x1: number
  y1: number
}

/** First `inner`, then `outer`. */
export const compose = (outer: Matrix, inner: Matrix): Matrix => [
  outer[0] * inner[0] + outer[2] * inner[1],
  outer[1] * inner[0] + outer[3] * inner[1],
  outer[0] * inner[2] + outer[2] * inner[3],
  outer[1] * inner[2] + outer[3] * inner[3],
  outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
  outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
]

/** Null for what has no area. */
export function invert([a, b, c, d, e, f]: Matrix): Matrix | null {
  const area = a * d - b * c
  if (!Number.isFinite(1 / area)) return null
  return [d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area]
}

const apply = (m: Matrix, { x, y }: Point): Point => ({
  x: m[0] * x + m[2] * y + m[4],
  y: m[1] * x + m[3] * y + m[5],
})

/** The box around a box after it was moved. */
export function applyToBox(m: Matrix, box: Box): Box {
  const corners = [
    apply(m, { x: box.x0, y: box.y0 }),
    apply(m, { x: box.x1, y: box.y0 }),
    apply(m, { x: box.x0, y: box.y1 }),
    apply(m, { x: box.x1, y: box.y1 }),
  ]
  const [xs, ys] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)]
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) }
}

export const contains = (box: Box, { x, y }: Point): boolean =>
  x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1

/** Six numbers out of an array, a typed array or an array-like; null for anything else. */
export function toMatrix(value: unknown): Matrix | null {
  const [a, b, c, d, e, f] = numbers(value, 6)
  if (
    a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined ||
    e === undefined ||
    f === undefined
  )
    return null
  return [a, b, c, d, e, f]
}

export function numbers(value: unknown, count: number): number[] {
  if (value === null || typeof value !== 'object') return []
  const indexed = value as Record<number, unknown>
  const list: number[] = []
  for (let i = 0; i < count; i++) {
    const item = indexed[i]
    if (typeof item !== 'number' || !Number.isFinite(item)) return []
    list.push(item)
  }
  return list
}
