import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import type { Block, Paragraph, Table } from './blocks.ts'

export interface RunStyle {
  bold: boolean
  /** Points; 0 is unknown. */
  size: number
}

type Look = Pick<Paragraph, 'bullet' | 'heading' | 'gap'>

interface OpenParagraph extends Look {
  parts: string[]
  chars: number
  boldChars: number
  size: number
}

interface Container {
  blocks: Block[]
  isBox: boolean
}

/** Collects the events of a word processor's XML into blocks; paragraphs nest through text boxes, tables through cells. */
export class BlockBuilder {
  page = 1
  readonly blocks: Block[] = []
  readonly #containers: Container[] = [{ blocks: this.blocks, isBox: false }]
  readonly #tables: Table[] = []
  readonly #paragraphs: OpenParagraph[] = []
  #total = 0

  openParagraph(look: Look): void {
    this.#paragraphs.push({ ...look, parts: [], chars: 0, boldChars: 0, size: 0 })
  }

  /** What the paragraph's own properties say, which come after its start. */
  look(look: Partial<Look>): void {
    Object.assign(this.#paragraphs.at(-1) ?? {}, look)
  }

  text(text: string, style: RunStyle): void {
    const paragraph = this.#paragraphs.at(-1)
    if (!paragraph) return
    this.#total += text.length
    if (this.#total > 4 * LIMITS.text) throw new UnreadableError('file.bomb')
    paragraph.parts.push(text)
    const visible = text.trim().length
    paragraph.chars += visible
    if (style.bold) paragraph.boldChars += visible
    if (visible > 0) paragraph.size = Math.max(paragraph.size, style.size)
  }

  closeParagraph(): void {
    const open = this.#paragraphs.pop()
    const container = this.#containers.at(-1)
    if (!open || !container) return
    const { parts, chars, boldChars, ...look } = open
    container.blocks.push({
      kind: 'paragraph',
      ...look,
      text: parts.join(''),
      bold: chars > 0 && boldChars >= chars * 0.6,
      page: this.page,
      column: container.isBox && container.blocks.length === 0,
    })
  }

  openTable(): void {
    this.#tables.push({ kind: 'table', rows: [] })
  }

  openRow(): void {
    this.#tables.at(-1)?.rows.push([])
  }

  openCell(): void {
    const cell: Block[] = []
    this.#tables.at(-1)?.rows.at(-1)?.push(cell)
    this.#containers.push({ blocks: cell, isBox: false })
  }

  closeCell(): void {
    if (this.#containers.length > 1) this.#containers.pop()
  }

  closeTable(): void {
    const table = this.#tables.pop()
    if (table) this.#containers.at(-1)?.blocks.push(table)
  }

  /** A text box stands before the paragraph that anchors it. */
  openBox(): void {
    this.#containers.push({ blocks: [], isBox: true })
  }

  closeBox(): void {
    if (this.#containers.length < 2) return
    const box = this.#containers.pop()
    this.#containers.at(-1)?.blocks.push(...(box?.blocks ?? []))
  }
}
