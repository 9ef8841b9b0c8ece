import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import { plainLine, type RawDocument, type RawLine } from '#src/modules/resumes/parser/text/document.ts'

/** Groups that hold no text of the page. */
const DESTINATIONS = new Set(
  `fonttbl colortbl stylesheet info pict object themedata colorschememapping latentstyles datastore listtable
  listoverridetable rsidtbl generator xmlnstbl mmathPr fldinst footer footerf footerl footerr footnote annotation
  bkmkstart bkmkend revtbl filetbl nonshppict objdata wgrffmtfilter`.split(/\s+/),
)

interface State {
  skip: boolean
  bold: boolean
  /** Points. */
  size: number
  hidden: boolean
  /** How many characters stand in for a \uN that this reader understands. */
  fallback: number
}

const BREAKS: Record<string, string> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  row: '\n',
  cell: '\t',
  tab: '\t',
  emdash: '—',
}
const MARKS: Record<string, string> = {
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
}
const MAX_DEPTH = 500

/** RTF has no grammar to speak of: groups, control words and bytes of a code page, read once from left to right. */
export function readRtf(bytes: Uint8Array): RawDocument {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const reader = new RtfReader()
  const token =
    /\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\\\r\n]/g
  for (const match of source.matchAll(token)) {
    const [, word, value, hex, symbol, brace, text] = match
    if (word !== undefined) reader.control(word, value === undefined ? null : Number(value))
    else if (hex !== undefined) reader.bytes(String.fromCharCode(Number.parseInt(hex, 16)))
    else if (symbol !== undefined) reader.symbol(symbol)
    else if (brace === '{') reader.open()
    else if (brace === '}') reader.close()
    else if (text !== undefined) reader.bytes(text)
    if (reader.isFull) break
  }
  return reader.finish()
}

class RtfReader {
  readonly #lines: RawLine[] = []
  readonly #stack: State[] = []
  #state: State = { skip: false, bold: false, size: 12, hidden: false, fallback: 1 }
  #decoder = new TextDecoder('windows-1252')
  #text = ''
  #chars = 0
  #boldChars = 0
  #total = 0
  #toSkip = 0
  #sawHidden = false
  #page = 1

  get isFull(): boolean {
    return this.#total > 2 * LIMITS.text || this.#lines.length > LIMITS.lines
  }

  open(): void {
    if (this.#stack.length < MAX_DEPTH) this.#stack.push({ ...this.#state })
  }

  close(): void {
    this.#state = this.#stack.pop() ?? this.#state
    this.#toSkip = 0
  }

  control(word: string, value: number | null): void {
    const state = this.#state
    if (DESTINATIONS.has(word)) state.skip = true
    else if (word === 'u' && value !== null) {
      this.#write(String.fromCharCode(value & 0xffff))
      this.#toSkip = state.fallback
    } else if (word === 'uc') state.fallback = Math.min(value ?? 1, 8)
    else if (word === 'b') state.bold = value !== 0
    else if (word === 'fs') state.size = (value ?? 24) / 2
    else if (word === 'v') state.hidden = value !== 0
    else if (word === 'plain') Object.assign(state, { bold: false, hidden: false, size: 12 })
    else if (word === 'page') this.#page += 1
    else if (word === 'ansicpg') this.#setCodePage(value ?? 1252)
    else if (BREAKS[word]) this.#write(BREAKS[word])
    else if (MARKS[word]) this.#write(MARKS[word])
  }

  symbol(symbol: string): void {
    if (symbol === '*') this.#state.skip = true
    else if (symbol === '~') this.#write(' ')
    else if (symbol === '_') this.#write('-')
    else if (symbol === '\n' || symbol === '\r') this.#write('\n')
    else if ('\\{}'.includes(symbol)) this.#write(symbol)
  }

  bytes(text: string): void {
    const skipped = Math.min(this.#toSkip, text.length)
    this.#toSkip -= skipped
    if (text.length > skipped) this.#write(this.#decoder.decode(Buffer.from(text.slice(skipped), 'latin1')))
  }

  finish(): RawDocument {
    this.#endLine()
    return {
      lines: this.#lines,
      links: [],
      pageCount: this.#page,
      reasons: this.#sawHidden ? ['text.hidden'] : [],
    }
  }

  #write(text: string): void {
    if (this.#state.skip) return
    if (this.#state.hidden) {
      this.#sawHidden ||= text.trim() !== ''
      return
    }
    if (text === '\n') {
      this.#endLine()
      return
    }
    this.#total += text.length
    this.#text += text
    this.#chars += text.trim().length
    if (this.#state.bold) this.#boldChars += text.trim().length
  }

  #endLine(): void {
    const bold = this.#chars > 0 && this.#boldChars >= this.#chars * 0.6
    this.#lines.push(plainLine(this.#text, { page: this.#page, size: this.#state.size, bold }))
    this.#text = ''
    this.#chars = 0
    this.#boldChars = 0
  }

  #setCodePage(page: number): void {
    try {
      this.#decoder = new TextDecoder(`windows-${page}`)
    } catch {
      // An unknown code page: Western is the likeliest reading.
    }
  }
}
