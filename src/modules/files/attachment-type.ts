import { TextDecoder } from 'node:util'
import { fileTypeFromBuffer } from 'file-type'
import type { UploadedFile } from '#src/http/multipart.ts'
import { AppError } from '#src/lib/errors.ts'
import { attachmentErrors } from './attachments.errors.ts'

/** What is taken, and what files of it are called. Nothing that a reader's machine might run. */
const EXTENSIONS: Record<string, readonly string[]> = {
  'application/pdf': ['pdf'],
  'application/rtf': ['rtf', 'doc'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'application/vnd.oasis.opendocument.presentation': ['odp'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'image/gif': ['gif'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'text/plain': ['txt', 'md', 'csv', 'text', 'log', 'tex', 'eml'],
}

export const ATTACHMENT_CONTENT_TYPES = Object.keys(EXTENSIONS)

/** The first entries of a zip, by which office files show themselves, lie within this. */
const HEAD_BYTES = 256 * 1024

/** What the bytes are. @throws AppError 422 where they are not taken, or are not what the name says */
export async function attachmentType(file: Pick<UploadedFile, 'filename' | 'open'>): Promise<string> {
  const head = await headOf(file)
  const found = (await fileTypeFromBuffer(head))?.mime ?? (isText(head) ? 'text/plain' : undefined)
  const extensions = found === undefined ? undefined : EXTENSIONS[found]
  if (found === undefined || !extensions) throw refusal('type_refused', ATTACHMENT_CONTENT_TYPES.join(', '))
  const extension = /\.([a-z0-9]{1,10})$/i.exec(file.filename)?.[1]?.toLowerCase()
  if (extension !== undefined && !extensions.includes(extension)) throw refusal('type_mismatch', found)
  return found
}

async function headOf({ open }: Pick<UploadedFile, 'open'>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop destroys the stream.
  for await (const chunk of open()) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size >= HEAD_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES)
}

/** UTF-8 without control characters that no text has; what is cut off at the end does not count. */
function isText(bytes: Buffer): boolean {
  if (bytes.length === 0 || bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

const refusal = (kind: 'type_refused' | 'type_mismatch', expected: string) =>
  new AppError(attachmentErrors[kind], {
    errors: [{ pointer: '/file', code: kind, message: MESSAGES[kind](expected) }],
  })

const MESSAGES = {
  type_refused: (types: string) => `must be one of ${types}`,
  type_mismatch: (type: string) => `its name says otherwise, but its bytes are ${type}`,
}
