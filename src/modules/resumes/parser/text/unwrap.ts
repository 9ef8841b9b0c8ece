import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import type { Line } from './document.ts'

/**
 * Lines that only go on because their column was too narrow become one with the line above. The space between stands
 * where the text of the document has its line break, so offsets stay true. The caller may know two names from one.
 */
export function unwrap(lines: readonly Line[], areTwo?: (above: string, below: string) => boolean): Line[] {
  const whole: Line[] = []
  for (const line of lines) {
    const above = whole.at(-1)
    const goesOn =
      line.wrapped === true &&
      !line.bullet &&
      above !== undefined &&
      above.end + 1 === line.start &&
      above.text.length + line.text.length < LIMITS.line &&
      !/\p{L}-$/u.test(above.text) &&
      !areTwo?.(above.text, line.text)
    if (goesOn) whole[whole.length - 1] = { ...above, text: `${above.text} ${line.text}`, end: line.end }
    else whole.push(line)
  }
  return whole
}
