import type { Line } from '#src/modules/resumes/parser/text/document.ts'

/** Sizes in points that differ by less are one. */
const SAME_SIZE = 0.5

/** Nothing but words tells the lines apart: no size, no weight, no heading of the format's own. */
export function hasNoLook(lines: readonly Line[]): boolean {
  const sizes = lines.map((line) => line.size)
  const isEven = Math.max(...sizes) - Math.min(...sizes) < SAME_SIZE
  return isEven && !lines.some((line) => line.bold || line.heading)
}

/** UTF-16 units of a text without layout that are looked at word by word; a long resume has a third of it. */
const REACH = 120_000

/** The lines that are within reach. */
export function withinReach(lines: readonly Line[]): Line[] {
  let length = 0
  const end = lines.findIndex((line) => {
    length += line.text.length
    return length > REACH
  })
  return end < 0 ? [...lines] : lines.slice(0, end)
}
