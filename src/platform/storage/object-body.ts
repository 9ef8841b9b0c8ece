import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { ObjectMeta } from './storage.ts'
import { StorageBodyFailed, StorageMismatch, StorageTooLarge } from './storage-error.ts'

/** The body's bytes, ending in StorageMismatch when they turn out not to be the announced ones. */
export async function* verifiedBody(
  body: Readable | Uint8Array,
  announced: Pick<ObjectMeta, 'sha256' | 'size'>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of chunksOf(body)) {
    size += chunk.length
    if (size > announced.size) throw new StorageMismatch(`more than the announced ${announced.size} bytes`)
    hash.update(chunk)
    yield chunk
  }
  if (size < announced.size) throw new StorageMismatch(`${size} of the announced ${announced.size} bytes`)
  if (hash.digest('hex') !== announced.sha256)
    throw new StorageMismatch('the SHA-256 is not the announced one')
}

export async function readAtMost(body: Readable, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(body)) {
    size += chunk.length
    // Leaving the loop destroys the stream, so the rest is never transferred.
    if (size > maxBytes) throw new StorageTooLarge(`the object is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function* chunksOf(body: Readable | Uint8Array): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) {
    yield body
    return
  }
  try {
    for await (const chunk of body) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  } catch (cause) {
    throw new StorageBodyFailed('the body broke off', { cause })
  }
}
