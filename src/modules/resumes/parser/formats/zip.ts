import { Buffer } from 'node:buffer'
import yauzl from 'yauzl'
import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'

export interface Archive {
  readonly names: ReadonlySet<string>
  /** Inflates one entry, counting bytes as they come because headers lie; null when there is no such entry. */
  read(name: string): Promise<Buffer | null>
}

/** Opens a zip after its directory has passed the limits; nothing is inflated before. */
export async function openArchive(bytes: Uint8Array): Promise<Archive> {
  const zip = await directory(bytes)
  const entries = new Map<string, yauzl.Entry>()
  let total = 0
  for await (const entry of zip.eachEntry()) {
    total += entry.uncompressedSize
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
    const isDense = entry.uncompressedSize > LIMITS.text && ratio > LIMITS.zip.ratio
    if (entries.size >= LIMITS.zip.entries || total > LIMITS.zip.totalBytes || isDense) {
      throw new UnreadableError('file.bomb')
    }
    if (entry.isEncrypted()) throw new UnreadableError('file.encrypted')
    entries.set(entry.fileName, entry)
  }
  return {
    names: new Set(entries.keys()),
    async read(name) {
      const entry = entries.get(name)
      if (!entry) return null
      return inflate(await zip.openReadStreamPromise(entry))
    },
  }
}

async function directory(bytes: Uint8Array): Promise<yauzl.ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return yauzl.fromBufferPromise(buffer, { lazyEntries: true, autoClose: false, validateEntrySizes: true })
}

async function inflate(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > LIMITS.zip.entryBytes) throw new UnreadableError('file.bomb')
    chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks)
}
