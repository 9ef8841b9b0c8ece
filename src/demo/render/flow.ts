import type { Pdf } from './pdf.ts'

export interface Column {
  x: number
  width: number
}

/** Sizes and gaps in PDF points. */
export interface TextStyle {
  font: string
  size: number
  color: string
  align?: 'left' | 'center'
  lineGap?: number
  /** Space below. */
  gap?: number
}

export function write(doc: Pdf, column: Column, text: string, style: TextStyle): void {
  if (!text) return
  apply(doc, style)
  const options = { width: column.width, align: style.align ?? 'left', lineGap: style.lineGap ?? 0 }
  reserve(doc, doc.heightOfString(text, options))
  doc.text(text, column.x, doc.y, options)
  doc.y += style.gap ?? 0
}

/** One text on the left, another at the right edge of the same line. */
export function writeEnds(
  doc: Pdf,
  column: Column,
  left: { text: string; style: TextStyle },
  right: { text: string; style: TextStyle },
): void {
  apply(doc, right.style)
  const rightWidth = doc.widthOfString(right.text) + 1
  apply(doc, left.style)
  const leftWidth = column.width - rightWidth - 12
  reserve(doc, doc.heightOfString(left.text, { width: leftWidth }))
  const top = doc.y
  doc.text(left.text, column.x, top, { width: leftWidth })
  const bottom = doc.y
  apply(doc, right.style)
  const baseline = top + (left.style.size - right.style.size) * 0.8
  doc.text(right.text, column.x + column.width - rightWidth, baseline, { lineBreak: false })
  doc.y = bottom + (left.style.gap ?? 0)
}

export function bullets(doc: Pdf, column: Column, items: string[], style: TextStyle, mark = '•'): void {
  const inner = { x: column.x + 11, width: column.width - 11 }
  for (const item of items) {
    apply(doc, style)
    reserve(doc, doc.heightOfString(item, { width: inner.width, lineGap: style.lineGap ?? 0 }))
    const top = doc.y
    doc.text(mark, column.x, top, { lineBreak: false })
    doc.y = top
    write(doc, inner, item, style)
  }
}

export function rule(doc: Pdf, column: Column, color: string, width = 0.7): void {
  doc
    .moveTo(column.x, doc.y)
    .lineTo(column.x + column.width, doc.y)
    .lineWidth(width)
    .strokeColor(color)
    .stroke()
}

/**
 * Starts a new page when `height` points no longer fit. Every block is measured first, so that pdfkit never
 * breaks a page in the middle of a text and a decorated page cannot change the colour of a running one.
 */
export function reserve(doc: Pdf, height: number): void {
  if (doc.y + height > doc.page.maxY()) {
    doc.addPage()
    doc.y = doc.page.margins.top
  }
}

export function pageColumn(doc: Pdf): Column {
  const { left, right } = doc.page.margins
  return { x: left, width: doc.page.width - left - right }
}

function apply(doc: Pdf, style: TextStyle): void {
  doc.font(style.font).fontSize(style.size).fillColor(style.color)
}
