import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import { CONTENT_TYPES, type Format, type ReadDocument, sniff } from './sniff.ts'

/** Any file to lines, by the reader of what its bytes are; each reader is loaded when first needed. */
export async function readAny(bytes: Uint8Array): Promise<ReadDocument> {
  if (bytes.length === 0) throw new UnreadableError('file.empty')
  if (bytes.length > LIMITS.fileBytes) throw new UnreadableError('file.too_large')
  return readAs(sniff(bytes), bytes)
}

async function readAs(format: Format, bytes: Uint8Array): Promise<ReadDocument> {
  const read = await READERS[format](bytes)
  if (!read.lines.some((line) => line.text.trim() !== '')) throw new UnreadableError('file.no_text')
  return read
}

const READERS: Record<Format, (bytes: Uint8Array) => Promise<ReadDocument>> = {
  pdf: async (bytes) => ({
    ...(await (await import('./pdf.ts')).readPdf(bytes)),
    contentType: CONTENT_TYPES.pdf,
  }),
  zip: async (bytes) => (await import('./office.ts')).readOffice(bytes),
  rtf: async (bytes) => ({ ...(await import('./rtf.ts')).readRtf(bytes), contentType: CONTENT_TYPES.rtf }),
  html: async (bytes) => ({
    ...(await (await import('./html.ts')).readHtml(bytes)),
    contentType: CONTENT_TYPES.html,
  }),
  email: async (bytes) => (await import('./email.ts')).readEmail(bytes, readAttached),
  text: async (bytes) => ({
    ...(await import('./plain.ts')).readPlain(bytes),
    contentType: CONTENT_TYPES.text,
  }),
}

/** A message in a message is no resume: what is nested is read as text. */
async function readAttached(bytes: Uint8Array): Promise<ReadDocument> {
  const format = sniff(bytes)
  return readAs(format === 'email' ? 'text' : format, bytes)
}
