import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import type { RawDocument } from '#src/modules/resumes/parser/text/document.ts'
import { UnseenElements } from './html-unseen.ts'
import { decodeText, linesOf } from './plain.ts'

const MAX_LINKS = 200
/** Stands around the whole page, whatever elements it has. */
const ROOT = 'whole-page'

export async function readHtml(bytes: Uint8Array): Promise<RawDocument> {
  const { convert } = await import('html-to-text')
  const html = decodeText(bytes, declaredCharset(bytes)).slice(0, 4 * LIMITS.text)
  const unseen = new UnseenElements(html)
  const text = convert(`<${ROOT}>${html}</${ROOT}>`, {
    wordwrap: false,
    baseElements: { selectors: [ROOT] },
    formatters: {
      seen(elem, walk, builder) {
        unseen.prune(elem)
        walk(elem.children, builder)
      },
    },
    limits: { maxInputLength: html.length + 100, maxDepth: LIMITS.xmlDepth, maxChildNodes: LIMITS.lines },
    selectors: [
      { selector: ROOT, format: 'seen' },
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
  return {
    lines: linesOf(text),
    links: hrefs(html),
    pageCount: 1,
    reasons: unseen.found ? ['text.hidden'] : [],
  }
}

/** What a page says of itself in its first bytes. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2048)).toString('latin1')
  return /<meta\b[^>]{0,300}\bcharset\s?=\s?["']?([\w-]{1,40})/i.exec(head)?.[1]
}

const hrefs = (html: string) =>
  [...html.matchAll(/\bhref\s?=\s?["']([^"'<>\s]{1,500})["']/gi)]
    .slice(0, MAX_LINKS)
    .map((match) => match[1] ?? '')
