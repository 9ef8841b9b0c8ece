import type { RunStyle } from './block-builder.ts'
import { isShade, isWhite } from './docx-styles.ts'
import { type Attributes, parseXml } from './xml.ts'

export interface OdtStyle extends RunStyle {
  hidden: boolean
  white: boolean
  /** It has a colour below, on which white may be seen. */
  shaded: boolean
}

export type OdtStyles = Map<string, Partial<OdtStyle>>

/** Adds the styles that a part declares, each with those of its parent, which comes first. */
export function readOdtStyles(part: Buffer, styles: OdtStyles): void {
  let declared = ''
  const declare = (more: Partial<OdtStyle>) => styles.set(declared, { ...styles.get(declared), ...more })
  const open: Record<string, (a: Attributes) => void> = {
    style(a) {
      declared = a.name ?? ''
      declare({ ...styles.get(a['parent-style-name'] ?? '') })
    },
    'text-properties'(a) {
      const size = Number.parseFloat(a['font-size'] ?? '')
      declare({
        ...(a['font-weight'] && { bold: a['font-weight'] === 'bold' }),
        ...(size > 0 && { size }),
        ...(a.display && { hidden: a.display === 'none' }),
        ...(a.color && { white: isWhite(a.color.slice(1)) }),
        ...background(a),
      })
    },
    'paragraph-properties': (a) => declare(background(a)),
    'table-cell-properties': (a) => declare(background(a)),
    'graphic-properties': (a) => declare(a.fill && a.fill !== 'none' ? { shaded: true } : background(a)),
  }
  parseXml(part, { open: (name, attributes) => open[name]?.(attributes), close: () => undefined })
}

function background(a: Attributes): Partial<OdtStyle> {
  const color = a['background-color']
  return color && color !== 'transparent' && isShade(color.slice(1)) ? { shaded: true } : {}
}
