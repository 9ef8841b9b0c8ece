import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import type { ReadOptions } from '#src/modules/resumes/parser/types.ts'
import { CONTENT_TYPES, type Format, type ReadDocument, sniff } from './sniff.ts'

/** Any file to lines, by the reader of what its bytes are; each reader is loaded when first needed. */
export async function readAny(
  bytes: Uint8Array,
  { recognize = false }: Partial<ReadOptions> = {},
): Promise<ReadDocument> {
  if (bytes.length === 0) throw new UnreadableError('file.empty')
  if (bytes.length > LIMITS.fileBytes) throw new UnreadableError('file.too_large')
  return readAs(sniff(bytes), bytes, { recognize })
}

async function readAs(format: Format, bytes: Uint8Array, options: ReadOptions): Promise<ReadDocument> {
  const read = await READERS[format](bytes, options)
  if (!read.lines.some((line) => line.text.trim() !== '')) throw new UnreadableError('file.no_text')
  return read
}

type Reader = (bytes: Uint8Array, options: ReadOptions) => Promise<ReadDocument>

const READERS: Record<Format, Reader> = {
  pdf: async (bytes, options) => ({
    ...(await (await import('./pdf.ts')).readPdf(bytes, options)),
    contentType: CONTENT_TYPES.pdf,
  }),
  zip: async (bytes) => (await import('./office.ts')).readOffice(bytes),
  rtf: async (bytes) => ({ ...(await import('./rtf.ts')).readRtf(bytes), contentType: CONTENT_TYPES.rtf }),
  html: async (bytes) => ({
    ...(await (await import('./html.ts')).readHtml(bytes)),
    contentType: CONTENT_TYPES.html,
  }),
  email: async (bytes, options) =>
    (await import('./email.ts')).readEmail(bytes, (attached) => readAttached(attached, options)),
  png: (bytes, options) => readPicture('png', bytes, options),
  jpeg: (bytes, options) => readPicture('jpeg', bytes, options),
  text: async (bytes) => ({
    ...(await import('./plain.ts')).readPlain(bytes),
    contentType: CONTENT_TYPES.text,
  }),
}

async function readPicture(
  format: 'png' | 'jpeg',
  bytes: Uint8Array,
  { recognize }: ReadOptions,
): Promise<ReadDocument> {
  if (!recognize) throw new UnreadableError('file.unsupported_type')
  const read = await (await import('#src/modules/resumes/parser/ocr/read-scan.ts')).readPicture(bytes)
  return { ...read, contentType: CONTENT_TYPES[format] }
}

/** A message in a message is no resume: what is nested is read as text. Pictures are those of signatures. */
async function readAttached(bytes: Uint8Array, options: ReadOptions): Promise<ReadDocument> {
  const format = sniff(bytes)
  if (format === 'png' || format === 'jpeg') throw new UnreadableError('file.unsupported_type')
  return readAs(format === 'email' ? 'text' : format, bytes, options)
}
