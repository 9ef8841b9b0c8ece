import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import type { RawDocument, RawLine } from '#src/modules/resumes/parser/text/document.ts'
import { BlockBuilder } from './block-builder.ts'
import { linesOfBlocks } from './blocks.ts'
import { readStyles, type Styles } from './docx-styles.ts'
import { type Attributes, parseXml } from './xml.ts'
import type { Archive } from './zip.ts'

const BODY = 'word/document.xml'
const MAX_HEADERS = 6
/** Twentieths of a point between paragraphs that a reader sees as a gap. */
const GAP = 80

export async function readDocx(archive: Archive): Promise<RawDocument> {
  const body = await archive.read(BODY)
  if (!body) throw new UnreadableError('file.corrupt')
  const styles = await readStyles(archive)
  const headers = [...archive.names].filter((name) => /^word\/header\d{1,3}\.xml$/.test(name)).sort()
  const lines: RawLine[] = []
  for (const name of headers.slice(0, MAX_HEADERS)) {
    const part = await archive.read(name)
    if (part) lines.push(...withoutKnown(linesOfBlocks(readPart(part, styles).builder.blocks), lines))
  }
  const { builder, hidden } = readPart(body, styles)
  lines.push(...linesOfBlocks(builder.blocks))
  return {
    lines,
    links: await readLinks(archive),
    pageCount: builder.page,
    reasons: hidden ? ['text.hidden'] : [],
  }
}

/** Headers of first, even and odd pages mostly say the same. */
const withoutKnown = (lines: RawLine[], known: RawLine[]) =>
  lines.filter((line) => !known.some((other) => other.text === line.text))

interface Run {
  bold: boolean
  size: number
  vanish: boolean
  white: boolean
}

interface Part {
  builder: BlockBuilder
  hidden: boolean
}

/** Elements whose text is not what the page shows: the double of a text box for old readers, and deletions. */
const SKIPPED = new Set(['Fallback', 'del', 'moveFrom', 'instrText', 'delText'])

function readPart(bytes: Buffer, styles: Styles): Part {
  const part: Part = { builder: new BlockBuilder(), hidden: false }
  const { builder } = part
  const runs: Run[] = []
  let paragraphStyle = styles.normal
  let skipped = 0
  let inText = false
  let isShaded = false
  let gapAfter = false

  const open: Record<string, (a: Attributes) => void> = {
    p() {
      builder.openParagraph({ bullet: false, heading: false, gap: gapAfter })
      gapAfter = false
      paragraphStyle = styles.normal
    },
    pStyle(a) {
      paragraphStyle = styles.byId.get(a.val ?? '') ?? styles.normal
      builder.look({ heading: paragraphStyle.heading, ...(paragraphStyle.heading && { gap: true }) })
      if (paragraphStyle.bullet) builder.look({ bullet: true })
    },
    numPr: () => builder.look({ bullet: true }),
    spacing(a) {
      if (runs.length > 0) return
      if (Number(a.before) >= GAP) builder.look({ gap: true })
      gapAfter = Number(a.after) >= GAP
    },
    r: () => runs.push({ bold: paragraphStyle.bold, size: paragraphStyle.size, vanish: false, white: false }),
    b: (a) => setRun(runs, { bold: isOn(a) }),
    sz: (a) => setRun(runs, { size: Number(a.val) / 2 || 0 }),
    vanish: (a) => setRun(runs, { vanish: isOn(a) }),
    color: (a) => setRun(runs, { white: a.val?.toUpperCase() === 'FFFFFF' }),
    shd(a) {
      if (a.fill && !/^(?:auto|ffffff)$/i.test(a.fill)) isShaded = true
    },
    rStyle: (a) => setRun(runs, { bold: styles.byId.get(a.val ?? '')?.bold ?? false }),
    t: () => {
      inText = true
    },
    tab: () => write('\t'),
    br(a) {
      if (a.type === 'page') builder.page += 1
      else write('\n')
    },
    lastRenderedPageBreak: () => {
      builder.page += 1
    },
    noBreakHyphen: () => write('-'),
    tbl: () => builder.openTable(),
    tr: () => builder.openRow(),
    tc: () => builder.openCell(),
    txbxContent: () => builder.openBox(),
  }
  const close: Record<string, () => void> = {
    p: () => builder.closeParagraph(),
    r: () => runs.pop(),
    t: () => {
      inText = false
    },
    tc: () => builder.closeCell(),
    tbl: () => builder.closeTable(),
    txbxContent: () => builder.closeBox(),
  }
  const write = (text: string) => {
    const run = runs.at(-1)
    if (!run) return
    // White on white hides only where nothing is shaded: the look of tables and styles is not followed further.
    if (run.vanish || (run.white && !isShaded)) {
      part.hidden ||= text.trim() !== ''
      return
    }
    builder.text(text, run)
  }
  parseXml(bytes, {
    open(name, attributes) {
      if (SKIPPED.has(name)) skipped += 1
      else if (skipped === 0) open[name]?.(attributes)
    },
    close(name) {
      if (SKIPPED.has(name)) skipped -= 1
      else if (skipped === 0) close[name]?.()
    },
    text(text) {
      if (inText && skipped === 0) write(text)
    },
  })
  return part
}

const isOn = (a: Attributes) => !/^(?:0|false|off|none)$/.test(a.val ?? '')

function setRun(runs: Run[], style: Partial<Run>): void {
  Object.assign(runs.at(-1) ?? {}, style)
}

async function readLinks(archive: Archive): Promise<string[]> {
  const part = await archive.read('word/_rels/document.xml.rels')
  const links: string[] = []
  if (!part) return links
  parseXml(part, {
    open(name, a) {
      if (
        name === 'Relationship' &&
        a.TargetMode === 'External' &&
        a.Type?.endsWith('/hyperlink') &&
        a.Target
      )
        links.push(a.Target)
    },
    close: () => undefined,
  })
  return links
}
