import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import type { RawDocument } from '#src/modules/resumes/parser/text/document.ts'
import { BlockBuilder } from './block-builder.ts'
import { linesOfBlocks } from './blocks.ts'
import { type OdtStyle, type OdtStyles, readOdtStyles } from './odt-styles.ts'
import { type Attributes, parseXml } from './xml.ts'
import type { Archive } from './zip.ts'

const PLAIN: OdtStyle = { bold: false, size: 0, hidden: false, white: false, shaded: false }
/** Points; nobody reads smaller print. */
const READABLE = 2
/** Elements whose text is not part of the page. */
const SKIPPED = new Set(['annotation', 'tracked-changes', 'note', 'desc', 'title'])
/** Elements that a reader does not see at all. */
const UNSEEN = new Set(['hidden-text', 'hidden-paragraph'])
const MAX_SPACES = 100

export async function readOdt(archive: Archive): Promise<RawDocument> {
  const manifest = await archive.read('META-INF/manifest.xml')
  if (manifest?.includes('encryption-data')) throw new UnreadableError('file.encrypted')
  const content = await archive.read('content.xml')
  if (!content) throw new UnreadableError('file.corrupt')
  const styles: OdtStyles = new Map()
  const common = await archive.read('styles.xml')
  if (common) readOdtStyles(common, styles)
  readOdtStyles(content, styles)
  const body = new OdtBody(styles)
  parseXml(content, body)
  return {
    lines: linesOfBlocks(body.builder.blocks),
    links: body.links,
    pageCount: body.builder.page,
    reasons: body.hidden ? ['text.hidden'] : [],
  }
}

class OdtBody {
  readonly builder = new BlockBuilder()
  readonly links: string[] = []
  /** Something in it is not seen. */
  hidden = false
  readonly #styles: OdtStyles
  readonly #spans: OdtStyle[] = []
  /** Whether the cells and boxes that are open have a colour of their own. */
  readonly #grounds: boolean[] = []
  #unseen = 0
  #skipped = 0
  #lists = 0

  constructor(styles: OdtStyles) {
    this.#styles = styles
  }

  open(name: string, attributes: Attributes): void {
    if (this.#unseen > 0 || UNSEEN.has(name) || attributes.display === 'none') this.#unseen += 1
    if (this.#skipped > 0 || SKIPPED.has(name)) this.#skipped += 1
    else this.#open[name]?.(attributes)
  }

  close(name: string): void {
    if (this.#unseen > 0) this.#unseen -= 1
    if (this.#skipped > 0) this.#skipped -= 1
    else this.#close[name]?.()
  }

  text(text: string): void {
    if (this.#skipped === 0) this.#write(text.replace(/\s+/g, ' '))
  }

  readonly #open: Record<string, (a: Attributes) => void> = {
    p: (a) => this.#begin(a, false),
    h: (a) => this.#begin(a, true),
    span: (a) => this.#spans.push(this.#styleNamed(a['style-name'])),
    s: (a) => this.#write(' '.repeat(Math.min(Number(a.c) || 1, MAX_SPACES))),
    tab: () => this.#write('\t'),
    'line-break': () => this.#write('\n'),
    a: (a) => a.href && this.links.push(a.href),
    list: () => {
      this.#lists += 1
    },
    table: () => this.builder.openTable(),
    'table-row': () => this.builder.openRow(),
    'table-cell': (a) => {
      this.#grounds.push(this.#styles.get(a['style-name'] ?? '')?.shaded ?? false)
      this.builder.openCell()
    },
    'text-box': () => {
      this.#grounds.push(true)
      this.builder.openBox()
    },
    'soft-page-break': () => {
      this.builder.page += 1
    },
  }

  readonly #close: Record<string, () => void> = {
    p: () => this.#end(),
    h: () => this.#end(),
    span: () => {
      this.#spans.pop()
    },
    list: () => {
      this.#lists -= 1
    },
    table: () => this.builder.closeTable(),
    'table-cell': () => {
      this.#grounds.pop()
      this.builder.closeCell()
    },
    'text-box': () => {
      this.#grounds.pop()
      this.builder.closeBox()
    },
  }

  #styleNamed(name = ''): OdtStyle {
    return { ...(this.#spans.at(-1) ?? PLAIN), ...this.#styles.get(name) }
  }

  #begin(a: Attributes, heading: boolean): void {
    this.#spans.push(this.#styleNamed(a['style-name']))
    this.builder.openParagraph({ bullet: this.#lists > 0, heading, gap: heading })
  }

  #end(): void {
    this.#spans.pop()
    this.builder.closeParagraph()
  }

  #write(text: string): void {
    const style = this.#spans.at(-1) ?? PLAIN
    if (this.#unseen > 0 || this.#isHidden(style)) this.hidden ||= text.trim() !== ''
    else this.builder.text(text, style)
  }

  #isHidden({ hidden, white, shaded, size }: OdtStyle): boolean {
    if (hidden || (size > 0 && size < READABLE)) return true
    return white && !shaded && !this.#grounds.includes(true)
  }
}
