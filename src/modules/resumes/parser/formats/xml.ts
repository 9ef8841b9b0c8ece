import type { Buffer } from 'node:buffer'
import { SaxesParser } from 'saxes'
import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'

export type Attributes = Record<string, string>

interface XmlHandler {
  /** Names and attribute names come without their prefix. */
  open(name: string, attributes: Attributes): void
  close(name: string): void
  text?(text: string): void
}

const CHUNK = 64 * 1024

/** Streams the events of one document. A document type, and with it every entity of its own, is refused. */
export function parseXml(bytes: Buffer, handler: XmlHandler): void {
  const parser = new SaxesParser({ xmlns: false, fragment: false })
  let depth = 0
  parser.on('error', (error) => {
    throw new UnreadableError('file.corrupt', error)
  })
  parser.on('doctype', () => {
    throw new UnreadableError('file.corrupt')
  })
  parser.on('opentag', (tag) => {
    depth += 1
    if (depth > LIMITS.xmlDepth) throw new UnreadableError('file.corrupt')
    handler.open(local(tag.name), withLocalNames(tag.attributes))
  })
  parser.on('closetag', (tag) => {
    depth -= 1
    handler.close(local(tag.name))
  })
  parser.on('text', (text) => handler.text?.(text))
  const decoder = new TextDecoder(encodingOf(bytes))
  for (let at = 0; at < bytes.length; at += CHUNK) {
    parser.write(decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true }))
  }
  parser.close()
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)

const withLocalNames = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [local(name), value]))

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}
