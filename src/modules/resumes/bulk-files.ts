import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { requestErrors } from '#src/http/errors.ts'
import type { UploadedFile } from '#src/http/multipart.ts'
import { AppError } from '#src/lib/errors.ts'
import { listArchive, tooManyFiles } from './bulk-archive.ts'
import { BULK_LIMITS } from './bulk-limits.ts'
import { LIMITS } from './parser/limits.ts'
import type { Reason } from './reasons.ts'

export interface Content {
  body: Readable | Uint8Array
  size: number
  sha256: string
}

/** One file of a bulk upload, sent by itself or in an archive. */
export interface BulkFile {
  /** As the client knows it. */
  label: string
  filename: string
  size: number
  /** Why it is not even looked into. */
  refused?: Reason
  /** @throws what a damaged archive gives */
  load(): Promise<Content>
}

/** Every file of an upload in its order, before any is unpacked. @throws AppError 413 where there is too much of it */
export async function bulkFilesOf(uploads: UploadedFile[]): Promise<BulkFile[]> {
  const files: BulkFile[] = []
  for (const upload of uploads) {
    files.push(...((await archiveFiles(upload)) ?? [wholeFile(upload)]))
    if (files.length > BULK_LIMITS.files) throw tooManyFiles()
  }
  const total = files.reduce((sum, { refused, size }) => sum + (refused ? 0 : size), 0)
  if (total > BULK_LIMITS.totalBytes) {
    throw new AppError(requestErrors.body_too_large, {
      detail: `the files may have ${BULK_LIMITS.totalBytes} bytes in all, unpacked`,
    })
  }
  return files
}

const wholeFile = ({ filename, size, sha256, open: read }: UploadedFile): BulkFile => ({
  label: filename,
  filename,
  size,
  ...(size > LIMITS.fileBytes && { refused: 'file.too_large' }),
  load: async () => ({ body: read(), size, sha256 }),
})

/** Undefined for what is no archive. */
async function archiveFiles(upload: UploadedFile): Promise<BulkFile[] | undefined> {
  if (!(await startsLikeZip(upload))) return undefined
  const entries = await listArchive(upload.path)
  return entries?.map(({ name, read, ...entry }) => ({
    ...entry,
    label: name ? `${upload.filename}/${name}` : upload.filename,
    filename: entry.filename || upload.filename,
    load: async () => {
      const body = await read()
      return { body, size: body.length, sha256: createHash('sha256').update(body).digest('hex') }
    },
  }))
}

/** An archive begins with a file, or with its end where it has none. */
async function startsLikeZip({ path }: UploadedFile): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4) })
    return bytesRead === 4 && ['PK\x03\x04', 'PK\x05\x06'].includes(buffer.toString('latin1'))
  } finally {
    await file.close()
  }
}
