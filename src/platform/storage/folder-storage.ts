import { access, constants, type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Clock } from '#src/lib/clock.ts'
import { newId } from '#src/lib/ids.ts'
import { safeFilename } from './content-disposition.ts'
import { readAtMost, verifiedBody } from './object-body.ts'
import { checkedKey, isObjectKey, type ObjectKey, tenantPrefix } from './object-key.ts'
import { openFileGrant, sealFileGrant } from './signed-file.ts'
import { assertLinkLifetime, type ObjectStorage, type StoredObject } from './storage.ts'
import { asStorageError, StorageNotFound } from './storage-error.ts'

export interface FolderStorage extends ObjectStorage {
  /** For the route that serves `/files/<token>`. Rejects with StorageDenied or StorageNotFound. */
  openSignedFile(token: string): Promise<SignedFile>
}

export interface SignedFile {
  stream: Readable
  filename: string
  contentType: string
  /** Bytes. */
  size: number
}

export interface FolderStorageOptions {
  dir: string
  signingKey: Buffer
  clock: Clock
}

export function folderStorage({ dir, signingKey, clock }: FolderStorageOptions): FolderStorage {
  const incoming = join(dir, 'incoming')

  return {
    async put(key, body, meta) {
      const target = pathOf(dir, key)
      const partial = join(incoming, newId())
      try {
        await makeFolder(incoming)
        await makeFolder(dirname(target))
        // Opened by itself: a stream that opens lazily may make the file after a body that failed was cleared away.
        const file = await open(partial, 'wx', 0o600)
        // Flushed before the rename, so that after a power cut the name never stands for half a file.
        await pipeline(verifiedBody(body, meta), file.createWriteStream({ flush: true }))
        await rename(partial, target)
      } catch (cause) {
        await rm(partial, { force: true }).catch(() => undefined)
        throw asStorageError(cause)
      }
    },

    async get(key) {
      return (await openObject(dir, key)).stream
    },

    async read(key, maxBytes) {
      const { stream } = await openObject(dir, key)
      return readAtMost(stream, maxBytes)
    },

    async delete(key) {
      await guarded(rm(pathOf(dir, key), { force: true }))
    },

    async signedUrl(key, { expiresInSeconds, filename, contentType }) {
      assertLinkLifetime(expiresInSeconds)
      const expiresAt = Math.floor(clock.now().getTime() / 1000) + expiresInSeconds
      const grant = { key, expiresAt, filename: safeFilename(filename), contentType }
      return `/files/${sealFileGrant(grant, signingKey)}`
    },

    async openSignedFile(token) {
      const { key, filename, contentType } = openFileGrant(token, signingKey, clock.now())
      return { ...(await openObject(dir, key)), filename, contentType }
    },

    list: (tenantId) => listFolder(dir, tenantPrefix(tenantId)),

    async ready() {
      await guarded(makeFolder(dir))
      await guarded(access(dir, constants.W_OK))
    },

    async close() {},
  }
}

const makeFolder = (path: string) => mkdir(path, { recursive: true, mode: 0o700 })

const pathOf = (dir: string, key: ObjectKey): string => join(dir, checkedKey(key))

async function openObject(dir: string, key: ObjectKey): Promise<{ stream: Readable; size: number }> {
  const path = pathOf(dir, key)
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const { size } = await file.stat()
    return { stream: file.createReadStream(), size }
  } catch (cause) {
    await file?.close()
    if (isMissing(cause)) throw new StorageNotFound('no such object', { cause })
    throw asStorageError(cause)
  }
}

async function* listFolder(dir: string, prefix: string): AsyncGenerator<StoredObject> {
  for (const area of await namesIn(join(dir, prefix))) {
    for (const id of await namesIn(join(dir, prefix, area))) {
      const key = `${prefix}${area}/${id}`
      const found = isObjectKey(key) ? await statOf(join(dir, key)) : undefined
      if (found && isObjectKey(key)) yield { key, size: found.size, modifiedAt: found.mtime }
    }
  }
}

async function namesIn(path: string): Promise<string[]> {
  return (await guarded(unlessMissing(readdir(path)))) ?? []
}

/** Undefined for a file deleted between listing and looking. */
const statOf = (path: string) => guarded(unlessMissing(stat(path)))

async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  return found.catch((cause) => {
    if (isMissing(cause)) return undefined
    throw cause
  })
}

async function guarded<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause) => {
    throw asStorageError(cause)
  })
}

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
