import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import type { RawDocument, RawLine } from '#src/modules/resumes/parser/text/document.ts'
import { linesOfBlocks } from './blocks.ts'
import { DocxPart } from './docx-part.ts'
import { readStyles, type Styles } from './docx-styles.ts'
import { parseXml } from './xml.ts'
import type { Archive } from './zip.ts'

const BODY = 'word/document.xml'
const MAX_HEADERS = 6

export async function readDocx(archive: Archive): Promise<RawDocument> {
  const body = await archive.read(BODY)
  if (!body) throw new UnreadableError('file.corrupt')
  const styles = await readStyles(archive)
  const headers = [...archive.names].filter((name) => /^word\/header\d{1,3}\.xml$/.test(name)).sort()
  const lines: RawLine[] = []
  let hidden = false
  for (const name of headers.slice(0, MAX_HEADERS)) {
    const header = await archive.read(name)
    if (!header) continue
    const part = readPart(header, styles)
    hidden ||= part.hidden
    lines.push(...withoutKnown(linesOfBlocks(part.builder.blocks), lines))
  }
  const part = readPart(body, styles)
  hidden ||= part.hidden
  lines.push(...linesOfBlocks(part.builder.blocks))
  return {
    lines,
    links: await readLinks(archive),
    pageCount: part.builder.page,
    reasons: hidden ? ['text.hidden'] : [],
  }
}

/** Headers of first, even and odd pages mostly say the same. */
const withoutKnown = (lines: RawLine[], known: RawLine[]) =>
  lines.filter((line) => !known.some((other) => other.text === line.text))

/** Elements whose text is not what the page shows: the double of a text box for old readers, and deletions. */
const SKIPPED = new Set(['Fallback', 'del', 'moveFrom', 'instrText', 'delText'])

function readPart(bytes: Buffer, styles: Styles): DocxPart {
  const part = new DocxPart(styles)
  let skipped = 0
  parseXml(bytes, {
    open(name, attributes) {
      if (SKIPPED.has(name)) skipped += 1
      else if (skipped === 0) part.open(name, attributes)
    },
    close(name) {
      if (SKIPPED.has(name)) skipped -= 1
      else if (skipped === 0) part.close(name)
    },
    text(text) {
      if (skipped === 0) part.text(text)
    },
  })
  return part
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
