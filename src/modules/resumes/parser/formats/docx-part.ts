import { BlockBuilder } from './block-builder.ts'
import { isOn, isShade, isWhite, type Styles } from './docx-styles.ts'
import type { Attributes } from './xml.ts'

interface Run {
  bold: boolean
  /** Points. */
  size: number
  vanish: boolean
  white: boolean
  shaded: boolean
}

/** Twentieths of a point between paragraphs that a reader sees as a gap. */
const GAP = 80
/** Points; nobody reads smaller print. */
const READABLE = 2

/** One part of a DOCX, such as its body or a header, as its elements come. */
export class DocxPart {
  readonly builder = new BlockBuilder()
  /** Something in it is not seen. */
  hidden = false
  readonly #styles: Styles
  readonly #runs: Run[] = []
  /** The styles of the paragraphs that are open: through text boxes they nest. */
  readonly #paragraphs: Array<{ style: Styles['normal']; shaded: boolean }> = []
  /** Whether the tables and cells that are open have a colour of their own. */
  readonly #tables: boolean[] = []
  readonly #cells: boolean[] = []
  #boxes = 0
  #within: 'p' | 'r' | 'tc' | 'none' = 'none'
  #inText = false
  #gapAfter = false

  constructor(styles: Styles) {
    this.#styles = styles
  }

  open(name: string, attributes: Attributes): void {
    this.#open[name]?.(attributes)
  }

  close(name: string): void {
    this.#close[name]?.()
  }

  text(text: string): void {
    if (this.#inText) this.#write(text)
  }

  readonly #open: Record<string, (a: Attributes) => void> = {
    p: () => {
      this.builder.openParagraph({ bullet: false, heading: false, gap: this.#gapAfter })
      this.#gapAfter = false
      this.#paragraphs.push({ style: this.#styles.normal, shaded: false })
    },
    pPr: () => {
      this.#within = 'p'
    },
    tcPr: () => {
      this.#within = 'tc'
    },
    pStyle: (a) => this.#useStyle(a.val),
    numPr: () => this.builder.look({ bullet: true }),
    spacing: (a) => this.#space(a),
    r: () => {
      const { bold, size, vanish, white, shaded } = this.#paragraphs.at(-1)?.style ?? this.#styles.normal
      this.#runs.push({ bold, size, vanish, white, shaded })
      this.#within = 'r'
    },
    b: (a) => this.#setRun({ bold: isOn(a) }),
    sz: (a) => this.#setRun({ size: Number(a.val) / 2 || 0 }),
    vanish: (a) => this.#setRun({ vanish: isOn(a) }),
    webHidden: (a) => this.#setRun({ vanish: isOn(a) }),
    color: (a) => this.#setRun({ white: isWhite(a.val) }),
    highlight: (a) => this.#setRun({ shaded: isOn(a) && a.val !== 'white' }),
    shd: (a) => this.#shade(isShade(a.fill)),
    rStyle: (a) => {
      const style = this.#styles.byId.get(a.val ?? '')
      if (style) this.#setRun({ bold: style.bold, vanish: style.vanish, white: style.white })
    },
    t: () => {
      this.#inText = true
    },
    tab: () => this.#write('\t'),
    br: (a) => {
      if (a.type === 'page') this.builder.page += 1
      else this.#write('\n')
    },
    lastRenderedPageBreak: () => {
      this.builder.page += 1
    },
    noBreakHyphen: () => this.#write('-'),
    tbl: () => {
      this.#tables.push(false)
      this.builder.openTable()
    },
    tblStyle: (a) => {
      if (this.#styles.byId.get(a.val ?? '')?.shaded) this.#tables[this.#tables.length - 1] = true
    },
    tr: () => this.builder.openRow(),
    tc: () => {
      this.#cells.push(false)
      this.builder.openCell()
    },
    txbxContent: () => {
      this.#boxes += 1
      this.builder.openBox()
    },
  }

  readonly #close: Record<string, () => void> = {
    p: () => {
      this.#paragraphs.pop()
      this.builder.closeParagraph()
    },
    pPr: () => {
      this.#within = 'none'
    },
    tcPr: () => {
      this.#within = 'none'
    },
    r: () => {
      this.#runs.pop()
    },
    t: () => {
      this.#inText = false
    },
    tc: () => {
      this.#cells.pop()
      this.builder.closeCell()
    },
    tbl: () => {
      this.#tables.pop()
      this.builder.closeTable()
    },
    txbxContent: () => {
      this.#boxes -= 1
      this.builder.closeBox()
    },
  }

  #useStyle(id = ''): void {
    const style = this.#styles.byId.get(id) ?? this.#styles.normal
    const paragraph = this.#paragraphs.at(-1)
    if (paragraph) Object.assign(paragraph, { style, shaded: style.shaded })
    this.builder.look({ heading: style.heading, ...(style.heading && { gap: true }) })
    if (style.bullet) this.builder.look({ bullet: true })
  }

  #space(a: Attributes): void {
    if (this.#within !== 'p') return
    if (Number(a.before) >= GAP) this.builder.look({ gap: true })
    this.#gapAfter = Number(a.after) >= GAP
  }

  /** The properties of a paragraph also have some of its end mark, which is no text. */
  #setRun(style: Partial<Run>): void {
    if (this.#within === 'r') Object.assign(this.#runs.at(-1) ?? {}, style)
  }

  #shade(shaded: boolean): void {
    const paragraph = this.#paragraphs.at(-1)
    if (this.#within === 'r') this.#setRun({ shaded })
    else if (this.#within === 'tc') this.#cells[this.#cells.length - 1] = shaded
    else if (paragraph) paragraph.shaded = shaded
  }

  #write(text: string): void {
    const run = this.#runs.at(-1)
    if (!run) return
    if (this.#isHidden(run)) this.hidden ||= text.trim() !== ''
    else this.builder.text(text, run)
  }

  /** What lies under a text box is not known here, so there white may be seen. */
  #isHidden(run: Run): boolean {
    if (run.vanish || (run.size > 0 && run.size < READABLE)) return true
    const isShaded =
      run.shaded || this.#paragraphs.at(-1)?.shaded || [...this.#tables, ...this.#cells].includes(true)
    return run.white && !isShaded && this.#boxes === 0
  }
}
