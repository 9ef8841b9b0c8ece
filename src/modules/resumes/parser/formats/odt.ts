import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import type { RawDocument } from '#src/modules/resumes/parser/text/document.ts'
import { BlockBuilder, type RunStyle } from './block-builder.ts'
import { linesOfBlocks } from './blocks.ts'
import { type Attributes, parseXml } from './xml.ts'
import type { Archive } from './zip.ts'

const PLAIN: RunStyle = { bold: false, size: 0 }
/** Elements whose text is not part of the page. */
const SKIPPED = new Set(['annotation', 'tracked-changes', 'note', 'desc', 'title'])
const MAX_SPACES = 100

export async function readOdt(archive: Archive): Promise<RawDocument> {
  const manifest = await archive.read('META-INF/manifest.xml')
  if (manifest?.includes('encryption-data')) throw new UnreadableError('file.encrypted')
  const content = await archive.read('content.xml')
  if (!content) throw new UnreadableError('file.corrupt')
  const builder = new BlockBuilder()
  const links: string[] = []
  let hidden = false
  const styles = new Map<string, RunStyle & { hidden: boolean }>()
  const spans: Array<RunStyle & { hidden: boolean }> = []
  let declared = ''
  let listDepth = 0
  let skipped = 0

  const styleNamed = (name: string | undefined) => ({
    ...(spans.at(-1) ?? { ...PLAIN, hidden: false }),
    ...styles.get(name ?? ''),
  })
  const begin = (a: Attributes, heading: boolean) => {
    spans.push(styleNamed(a['style-name']))
    builder.openParagraph({ bullet: listDepth > 0, heading, gap: heading })
  }
  const end = () => {
    spans.pop()
    builder.closeParagraph()
  }
  const write = (text: string) => {
    const style = spans.at(-1) ?? { ...PLAIN, hidden: false }
    if (style.hidden) hidden ||= text.trim() !== ''
    else builder.text(text, style)
  }
  const open: Record<string, (a: Attributes) => void> = {
    style(a) {
      declared = a.name ?? ''
    },
    'text-properties'(a) {
      styles.set(declared, {
        bold: a['font-weight'] === 'bold',
        size: Number.parseFloat(a['font-size'] ?? '') || 0,
        hidden: a.display === 'none',
      })
    },
    p: (a) => begin(a, false),
    h: (a) => begin(a, true),
    span: (a) => spans.push(styleNamed(a['style-name'])),
    s: (a) => write(' '.repeat(Math.min(Number(a.c) || 1, MAX_SPACES))),
    tab: () => write('\t'),
    'line-break': () => write('\n'),
    a: (a) => a.href && links.push(a.href),
    list: () => {
      listDepth += 1
    },
    table: () => builder.openTable(),
    'table-row': () => builder.openRow(),
    'table-cell': () => builder.openCell(),
    'text-box': () => builder.openBox(),
    'soft-page-break': () => {
      builder.page += 1
    },
  }
  const close: Record<string, () => void> = {
    p: end,
    h: end,
    span: () => spans.pop(),
    list: () => {
      listDepth -= 1
    },
    table: () => builder.closeTable(),
    'table-cell': () => builder.closeCell(),
    'text-box': () => builder.closeBox(),
  }
  parseXml(content, {
    open(name, attributes) {
      if (SKIPPED.has(name)) skipped += 1
      else if (skipped === 0) open[name]?.(attributes)
    },
    close(name) {
      if (SKIPPED.has(name)) skipped -= 1
      else if (skipped === 0) close[name]?.()
    },
    text(text) {
      if (skipped === 0) write(text.replace(/\s+/g, ' '))
    },
  })
  return {
    lines: linesOfBlocks(builder.blocks),
    links,
    pageCount: builder.page,
    reasons: hidden ? ['text.hidden'] : [],
  }
}
