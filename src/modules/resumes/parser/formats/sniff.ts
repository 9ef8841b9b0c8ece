import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import type { RawDocument } from '#src/modules/resumes/parser/text/document.ts'

export type Format = 'pdf' | 'zip' | 'rtf' | 'html' | 'email' | 'png' | 'jpeg' | 'text'

export const CONTENT_TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  rtf: 'application/rtf',
  html: 'text/html',
  email: 'message/rfc822',
  png: 'image/png',
  jpeg: 'image/jpeg',
  text: 'text/plain',
} as const

type ContentType = (typeof CONTENT_TYPES)[keyof typeof CONTENT_TYPES]

export interface ReadDocument extends RawDocument {
  contentType: ContentType
}

/** Readers accept a PDF header within this many bytes. */
const PDF_HEADER_WITHIN = 1024
const SAMPLE = 64 * 1024
/** More than this share of control bytes is not text. */
const MAX_CONTROLS = 0.01

/** What a file is by its bytes alone. A zip is looked into by its own reader. */
export function sniff(bytes: Uint8Array): Format {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE)).toString('latin1')
  if (head.startsWith('PK\x03\x04')) return 'zip'
  if (head.startsWith('{\\rtf')) return 'rtf'
  const pdf = head.slice(0, PDF_HEADER_WITHIN).indexOf('%PDF-')
  if (pdf === 0 || (pdf > 0 && !hasForeignMagic(head))) return 'pdf'
  // The compound file of OLE: an old .doc, or an encrypted OOXML package.
  if (head.startsWith('\xd0\xcf\x11\xe0')) {
    throw new UnreadableError(isEncryptedPackage(bytes) ? 'file.encrypted' : 'file.unsupported_type')
  }
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (!isText(head)) throw new UnreadableError('file.unsupported_type')
  const text = readable(head)
  if (isEmail(text)) return 'email'
  return isHtml(text) ? 'html' : 'text'
}

const hasForeignMagic = (head: string) => /^(?:GIF8|\x89PNG|\xff\xd8\xff|MZ|\x7fELF|BM)/.test(head)

/** The stream's name in the directory of the compound file, in UTF-16. */
const isEncryptedPackage = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(
    Buffer.from('EncryptedPackage', 'utf16le'),
  )

function isText(head: string): boolean {
  if (hasForeignMagic(head)) return false
  if (/^(?:\xff\xfe|\xfe\xff)/.test(head)) return true
  let controls = 0
  for (let i = 0; i < head.length; i++) {
    const code = head.charCodeAt(i)
    if (code < 9 || (code > 13 && code < 32 && code !== 27) || code === 127) controls += 1
  }
  return controls <= head.length * MAX_CONTROLS || looksLikeUtf16(head) !== null
}

/** The head of a text in UTF-16 without what makes it so, which is enough to see markup in it. */
const readable = (head: string): string =>
  /^(?:\xff\xfe|\xfe\xff)/.test(head) || looksLikeUtf16(head) ? head.replace(/\0|^[\xfe\xff]{2}/g, '') : head

/** UTF-16 without a mark: every second byte of Western text is zero. */
export function looksLikeUtf16(head: string): 'le' | 'be' | null {
  const sample = head.slice(0, 512)
  let [even, odd] = [0, 0]
  for (let i = 0; i < sample.length; i++) {
    if (sample.charCodeAt(i) !== 0) continue
    if (i % 2 === 0) even += 1
    else odd += 1
  }
  const many = sample.length * 0.3
  if (odd > many && even === 0) return 'le'
  return even > many && odd === 0 ? 'be' : null
}

const MAIL_HEADER =
  /^(?:return-path|received|delivered-to|message-id|date|from|to|cc|subject|reply-to|mime-version|content-type|x-[\w-]{1,60}|dkim-signature|arc-[\w-]{1,40}|authentication-results|user-agent|thread-[\w-]{1,20}|content-[\w-]{1,40}|return-receipt-to|list-[\w-]{1,30}|sender|in-reply-to|references|importance|accept-language)$/i

/** Headers to the first empty line and nothing else, with those that a resume does not begin with. */
function isEmail(head: string): boolean {
  const end = head.search(/\r?\n\r?\n/)
  const lines = head
    .slice(0, Math.max(0, end))
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
  const names = lines.map((line) => /^([\w-]{1,60}):/.exec(line)?.[1]?.toLowerCase() ?? '')
  const isMail =
    names.includes('from') &&
    (names.includes('mime-version') ||
      names.includes('message-id') ||
      names.includes('received') ||
      (names.includes('date') && names.includes('subject')))
  return (
    isMail &&
    names.filter((name) => MAIL_HEADER.test(name)).length >= names.length * 0.5 &&
    !names.includes('')
  )
}

const isHtml = (head: string) =>
  /^(?:\xef\xbb\xbf)?\s{0,200}(?:<!--[^>]{0,500}-->\s{0,200})?<(?:!doctype html|html|head|body|div|table|h1|p)\b/i.test(
    head,
  )
