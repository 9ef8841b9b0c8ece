import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import { decoderOf } from './charset.ts'

/** One part of a message, with its content as the transfer encoding had it. */
export interface MimePart {
  /** Lower case, such as `text/plain`. */
  type: string
  charset: string | undefined
  filename: string | undefined
  isAttachment: boolean
  content: Buffer
}

interface Entity {
  headers: ReadonlyMap<string, string>
  body: Buffer
}

const MAX_PARTS = 100
const MAX_DEPTH = 10
const MAX_HEADERS = 500

/** All parts of an e-mail that hold content, in their order; a message within the message is taken apart too. */
export function mimeParts(bytes: Uint8Array): { headers: ReadonlyMap<string, string>; parts: MimePart[] } {
  const message = entityOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
  const parts: MimePart[] = []
  collect(message, 0, parts)
  return { headers: message.headers, parts }
}

function collect(entity: Entity, depth: number, parts: MimePart[]): void {
  if (parts.length >= MAX_PARTS || depth > MAX_DEPTH) return
  const { value, parameters } = parameterized(entity.headers.get('content-type') ?? 'text/plain')
  const boundary = parameters.get('boundary')
  if (value.startsWith('multipart/') && boundary) {
    for (const part of split(entity.body, boundary)) collect(entityOf(part), depth + 1, parts)
    return
  }
  const content = decoded(entity)
  if (value === 'message/rfc822') {
    collect(entityOf(content), depth + 1, parts)
    return
  }
  const disposition = parameterized(entity.headers.get('content-disposition') ?? '')
  parts.push({
    type: value,
    charset: parameters.get('charset'),
    filename: disposition.parameters.get('filename') ?? parameters.get('name'),
    isAttachment: disposition.value === 'attachment',
    content,
  })
}

/** Header and body part at the first empty line. */
function entityOf(bytes: Buffer): Entity {
  const [crlf, lf] = [bytes.indexOf('\r\n\r\n'), bytes.indexOf('\n\n')]
  const isCrlf = crlf >= 0 && (lf < 0 || crlf < lf)
  const end = isCrlf ? crlf : lf
  const head = bytes.subarray(0, end < 0 ? bytes.length : end).toString('latin1')
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/, MAX_HEADERS)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  return { headers, body: end < 0 ? Buffer.alloc(0) : bytes.subarray(end + (isCrlf ? 4 : 2)) }
}

function split(body: Buffer, boundary: string): Buffer[] {
  const parts: Buffer[] = []
  const mark = `--${boundary}`
  let start = -1
  for (
    let at = body.indexOf(mark);
    at >= 0 && parts.length < MAX_PARTS;
    at = body.indexOf(mark, at + mark.length)
  ) {
    if (at > 0 && body[at - 1] !== 0x0a) continue
    if (start >= 0) parts.push(body.subarray(start, at))
    if (body.toString('latin1', at + mark.length, at + mark.length + 2) === '--') return parts
    const line = body.indexOf('\n', at)
    start = line < 0 ? body.length : line + 1
  }
  // A message that was cut off still has what came before.
  if (start >= 0 && parts.length < MAX_PARTS) parts.push(body.subarray(start))
  return parts
}

function decoded({ headers, body }: Entity): Buffer {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? ''
  if (encoding.includes('base64')) return Buffer.from(body.toString('latin1'), 'base64')
  if (!encoding.includes('quoted-printable')) return body
  const text = body
    .subarray(0, LIMITS.fileBytes)
    .toString('latin1')
    .replace(/=[ \t]{0,20}\r?\n/g, '')
  return Buffer.from(
    text.replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

/** `value; name="other value"`, also with names in several pieces and in a charset of their own (RFC 2231). */
function parameterized(header: string): { value: string; parameters: ReadonlyMap<string, string> } {
  const pieces = header.match(/(?:[^;"]|"[^"]{0,1000}"?){1,2000}/g) ?? []
  const parameters = new Map<string, string>()
  for (const piece of pieces.slice(1, 50)) {
    const equals = piece.indexOf('=')
    const [name = '', mark = ''] = piece.slice(0, equals).trim().toLowerCase().split('*', 2)
    const given = piece
      .slice(equals + 1)
      .trim()
      .replace(/^"([^"]*)"?$/, '$1')
    const value =
      piece.slice(0, equals).includes('*') && mark !== '0' ? percentDecoded(given) : decodeWords(given)
    if (equals > 0) parameters.set(name, (parameters.get(name) ?? '') + value)
  }
  return { value: (pieces[0] ?? '').trim().toLowerCase(), parameters }
}

function percentDecoded(given: string): string {
  const encoded = /^([\w-]{1,40})'[^']{0,40}'(.*)$/.exec(given)
  const bytes = (encoded?.[2] ?? given).replace(/%([0-9a-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return decoderOf(encoded?.[1]).decode(Buffer.from(bytes, 'latin1'))
}

/** Encoded words, `=?utf-8?Q?Ren=C3=A9e?=`; white space between two of them is none. */
export function decodeWords(header: string): string {
  return header
    .replace(/(\?=)[ \t]{1,200}(?==\?)/g, '$1')
    .replace(/=\?([\w-]{1,40})\?([bq])\?([^?\s]{0,500})\?=/gi, (_, charset, kind, text) =>
      decoderOf(charset).decode(wordBytes(kind.toLowerCase(), text)),
    )
}

function wordBytes(kind: string, text: string): Buffer {
  if (kind === 'b') return Buffer.from(text, 'base64')
  const spaced = text.replaceAll('_', ' ')
  return Buffer.from(
    spaced.replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
