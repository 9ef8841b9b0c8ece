import type { Readable } from 'node:stream'
import type { ObjectKey } from './object-key.ts'

/** Where files live. Rejects with a `StorageError` only. */
export interface ObjectStorage {
  /** All or nothing: an object appears only once size and checksum were found right. */
  put(key: ObjectKey, body: Readable | Uint8Array, meta: ObjectMeta): Promise<void>
  /** Rejects with StorageNotFound. */
  get(key: ObjectKey): Promise<Readable>
  /** Rejects with StorageNotFound, or StorageTooLarge past `maxBytes`. */
  read(key: ObjectKey, maxBytes: number): Promise<Uint8Array>
  /** An absent object is fine. */
  delete(key: ObjectKey): Promise<void>
  /** A link that downloads one object as a file, for whoever holds it. The object need not exist. */
  signedUrl(key: ObjectKey, link: DownloadLink): Promise<string>
  list(tenantId: string): AsyncIterable<StoredObject>
  ready(): Promise<void>
  close(): Promise<void>
}

export interface ObjectMeta {
  contentType: string
  /** Hex. */
  sha256: string
  /** Bytes. */
  size: number
}

export interface DownloadLink {
  expiresInSeconds: number
  filename: string
  contentType: string
}

export interface StoredObject {
  key: ObjectKey
  /** Bytes. */
  size: number
  modifiedAt: Date
}

const MAX_LINK_SECONDS = 3600

export function assertLinkLifetime(seconds: number): void {
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_LINK_SECONDS) {
    throw new RangeError(`a download link lives 1 to ${MAX_LINK_SECONDS} seconds`)
  }
}
