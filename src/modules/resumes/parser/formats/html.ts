import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import type { RawDocument } from '#src/modules/resumes/parser/text/document.ts'
import { decodeText, linesOf } from './plain.ts'

const MAX_LINKS = 200

export async function readHtml(bytes: Uint8Array): Promise<RawDocument> {
  const { convert } = await import('html-to-text')
  const html = decodeText(bytes).slice(0, 4 * LIMITS.text)
  const text = convert(html, {
    wordwrap: false,
    limits: { maxInputLength: html.length, maxDepth: LIMITS.xmlDepth, maxChildNodes: LIMITS.lines },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { ignoreHref: true } },
      {
        selector: 'table',
        format: 'dataTable',
        options: { uppercaseHeaderCells: false, colSpacing: 4, maxColumnWidth: 2000 },
      },
      { selector: 'ul', options: { itemPrefix: '• ' } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  })
  return { lines: linesOf(text), links: hrefs(html), pageCount: 1, reasons: [] }
}

const hrefs = (html: string) =>
  [...html.matchAll(/\bhref\s?=\s?["']([^"'<>\s]{1,500})["']/gi)]
    .slice(0, MAX_LINKS)
    .map((match) => match[1] ?? '')
