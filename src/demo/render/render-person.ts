import type { Person } from '../people/person.ts'
import { renderParagraphsDocx, renderTableDocx } from './docx.ts'
import { classic } from './layouts/classic.ts'
import { compact } from './layouts/compact.ts'
import { modern } from './layouts/modern.ts'
import { sidebar } from './layouts/sidebar.ts'
import { timeline } from './layouts/timeline.ts'
import { renderPdf } from './pdf.ts'
import { renderText } from './text.ts'

export interface RenderedFile {
  filename: string
  contentType: string
  bytes: Buffer
}

export type Layout = keyof typeof RENDERERS

/** The same person and layout give the same bytes. */
export async function renderPerson(person: Person, layout: Layout): Promise<RenderedFile> {
  const { type, render } = RENDERERS[layout]
  return {
    filename: `${slug(person.name)}.${type}`,
    contentType: CONTENT_TYPES[type],
    bytes: await render(person),
  }
}

const CONTENT_TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  txt: 'text/plain',
}

interface Renderer {
  type: keyof typeof CONTENT_TYPES
  render: (person: Person) => Promise<Buffer>
}

const RENDERERS = {
  classic: { type: 'pdf', render: (person) => renderPdf(person, classic) },
  sidebar: { type: 'pdf', render: (person) => renderPdf(person, sidebar) },
  timeline: { type: 'pdf', render: (person) => renderPdf(person, timeline) },
  compact: { type: 'pdf', render: (person) => renderPdf(person, compact) },
  modern: { type: 'pdf', render: (person) => renderPdf(person, modern) },
  'docx-paragraphs': { type: 'docx', render: renderParagraphsDocx },
  'docx-table': { type: 'docx', render: renderTableDocx },
  text: { type: 'txt', render: async (person) => renderText(person) },
} satisfies Record<string, Renderer>

const slug = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll('Ł', 'L')
    .replaceAll('ł', 'l')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
