import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import { plainLine, type RawDocument } from '#src/modules/resumes/parser/text/document.ts'
import { decoderOf, legacyCharset } from './charset.ts'
import { looksLikeUtf16 } from './sniff.ts'

export function readPlain(bytes: Uint8Array): RawDocument {
  return { lines: linesOf(decodeText(bytes)), links: [], pageCount: 1, reasons: [] }
}

/** Plain text as lines. */
export function linesOf(text: string): RawDocument['lines'] {
  return text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/, LIMITS.lines).map((line) => plainLine(line))
}

/** UTF-8 or UTF-16 where the bytes are valid as such, else what is declared or looks like one of the older encodings. */
export function decodeText(bytes: Uint8Array, declared?: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).toString('latin1')
  const utf16 = looksLikeUtf16(head)
  if (utf16) return new TextDecoder(`utf-16${utf16}`).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decoderOf(declared ?? legacyCharset(bytes)).decode(bytes)
  }
}
