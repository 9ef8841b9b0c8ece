import { buffer } from 'node:stream/consumers'
import yazl from 'yazl'

export interface Entry {
  name: string
  bytes: Uint8Array
}

export async function zipOf(entries: Entry[]): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const { name, bytes } of entries) {
    if (name.endsWith('/')) zip.addEmptyDirectory(name)
    else zip.addBuffer(Buffer.from(bytes), name)
  }
  zip.end()
  return buffer(zip.outputStream)
}

/** The same archive in which a file has another name of the same length, as only a forger writes it. */
export function renamed(zip: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length) throw new Error('names of one length only')
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1')
}

/** The same archive in which the directory says of a file that it is encrypted. */
export function encrypted(zip: Buffer, name: string): Buffer {
  const marked = Buffer.from(zip)
  for (const [signature, flagsAt, nameAt] of [
    ['PK\x03\x04', 6, 30],
    ['PK\x01\x02', 8, 46],
  ] as const) {
    for (let at = marked.indexOf(signature); at >= 0; at = marked.indexOf(signature, at + 4)) {
      const has = marked.subarray(at + nameAt, at + nameAt + name.length).toString('latin1') === name
      if (has) marked.writeUInt16LE(marked.readUInt16LE(at + flagsAt) | 1, at + flagsAt)
    }
  }
  return marked
}
