import type { AppContext } from '#src/context.ts'
import type { Streamed } from '#src/http/route.ts'
import { AppError } from '#src/lib/errors.ts'
import { attachmentDisposition } from '#src/platform/storage/content-disposition.ts'
import type { FolderStorage } from '#src/platform/storage/folder-storage.ts'
import type { ObjectStorage } from '#src/platform/storage/storage.ts'
import { StorageDenied, StorageNotFound } from '#src/platform/storage/storage-error.ts'
import { ATTACHMENT_CONTENT_TYPES } from './attachment-type.ts'
import { fileErrors } from './files.errors.ts'

const OPAQUE = 'application/octet-stream'

/** Files come from strangers: a type that a browser might run, such as HTML, is not told. */
export const SERVED_TYPES = [OPAQUE, ...ATTACHMENT_CONTENT_TYPES]

/** What a signed link of the folder storage grants. Other stores serve their links themselves. @throws AppError 404 */
export async function openFile({ storage }: Pick<AppContext, 'storage'>, token: string): Promise<Streamed> {
  if (!servesLinks(storage)) throw new AppError(fileErrors.not_found)
  const { stream, filename, contentType, size } = await storage.openSignedFile(token).catch(refuse)
  return {
    stream,
    headers: {
      'content-type': SERVED_TYPES.includes(contentType) ? contentType : OPAQUE,
      'content-length': String(size),
      'content-disposition': attachmentDisposition(filename),
    },
  }
}

const servesLinks = (storage: ObjectStorage): storage is FolderStorage => 'openSignedFile' in storage

/** One answer for all, so that nobody learns from it which files there are. */
function refuse(cause: unknown): never {
  if (cause instanceof StorageDenied || cause instanceof StorageNotFound) {
    throw new AppError(fileErrors.not_found, { cause })
  }
  throw cause
}
