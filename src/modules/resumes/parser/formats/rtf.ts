import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import { plainLine, type RawDocument, type RawLine } from '#src/modules/resumes/parser/text/document.ts'
import { decoderOf } from './charset.ts'

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
  /** Numbers of the colour table; 0 is the reader's own. */
  color: number
  ground: number
  /** How many characters stand in for a \uN that this reader understands. */
  fallback: number
}

const BREAKS: Record<string, string> = {
  par: '\n',
  line: '\n',
  sect: '\n',
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
const PLAIN = { bold: false, size: 12, hidden: false, color: 0, ground: 0 }
/** Of 255. */
const WHITE = 245
/** Points; nobody reads smaller print. */
const READABLE = 2
const MAX_COLORS = 1000
/** Those that are no Windows code page by name. */
const CODE_PAGES: Record<number, string> = {
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  65001: 'utf-8',
  10000: 'macintosh',
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
  #state: State = { skip: false, ...PLAIN, fallback: 1 }
  #decoder = new TextDecoder('windows-1252')
  #text = ''
  #chars = 0
  #boldChars = 0
  #total = 0
  #toSkip = 0
  #sawHidden = false
  /** Whether each colour of the table is white; the first is the reader's own, which is black. */
  readonly #isWhite: boolean[] = [false]
  #cellGround = 0
  #darkest = 255
  #channels = 0
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
    const known = this.#words[word]
    if (DESTINATIONS.has(word)) this.#state.skip = true
    else if (known) known(value)
    else if (BREAKS[word]) this.#write(BREAKS[word])
    else if (MARKS[word]) this.#write(MARKS[word])
  }

  readonly #words: Record<string, (value: number | null) => void> = {
    u: (value) => {
      if (value === null) return
      this.#write(String.fromCharCode(value & 0xffff))
      this.#toSkip = this.#state.fallback
    },
    uc: (value) => this.#set({ fallback: Math.min(value ?? 1, 8) }),
    b: (value) => this.#set({ bold: value !== 0 }),
    fs: (value) => this.#set({ size: (value ?? 24) / 2 }),
    v: (value) => this.#set({ hidden: value !== 0 }),
    plain: () => this.#set(PLAIN),
    pard: () => this.#set({ ground: 0 }),
    cf: (value) => this.#set({ color: value ?? 0 }),
    highlight: (value) => this.#set({ ground: value ?? 0 }),
    cb: (value) => this.#set({ ground: value ?? 0 }),
    chcbpat: (value) => this.#set({ ground: value ?? 0 }),
    cbpat: (value) => this.#set({ ground: value ?? 0 }),
    clcbpat: (value) => {
      this.#cellGround = value ?? 0
    },
    trowd: () => {
      this.#cellGround = 0
    },
    row: () => {
      this.#cellGround = 0
      this.#write('\n')
    },
    red: (value) => this.#channel('red', value ?? 0),
    green: (value) => this.#channel('green', value ?? 0),
    blue: (value) => this.#channel('blue', value ?? 0),
    page: () => {
      this.#page += 1
    },
    ansicpg: (value) => this.#setCodePage(value ?? 1252),
  }

  #set(look: Partial<State>): void {
    Object.assign(this.#state, look)
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
    if (text.length > skipped)
      this.#write(this.#decoder.decode(Buffer.from(text.slice(skipped), 'latin1'), { stream: true }))
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
    if (text !== '\n' && this.#isUnseen) {
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

  /** In the colour table, each colour is its channels, of which blue comes last. */
  #channel(word: 'red' | 'green' | 'blue', value: number): void {
    this.#darkest = Math.min(this.#channels === 0 ? 255 : this.#darkest, value)
    this.#channels += 1
    if (word !== 'blue') return
    if (this.#isWhite.length < MAX_COLORS) this.#isWhite.push(this.#darkest >= WHITE)
    this.#channels = 0
  }

  get #isUnseen(): boolean {
    const { hidden, size, color, ground } = this.#state
    const isOnPaper = [ground, this.#cellGround].every((number) => number === 0 || this.#isWhite[number])
    return hidden || size < READABLE || (this.#isWhite[color] === true && isOnPaper)
  }

  #setCodePage(page: number): void {
    this.#decoder = decoderOf(CODE_PAGES[page] ?? `windows-${page}`)
  }
}
