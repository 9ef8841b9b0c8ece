import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { requestErrors } from './errors.ts'

/** A file of a multipart body, on this machine's disk until the request ends. */
export interface UploadedFile {
  /** The name of its part. */
  field: string
  /** As the client named it, without folders or control characters. */
  filename: string
  size: number
  sha256: string
  /** Where it lies on the disk. */
  path: string
  open(): Readable
}

/** The file parts of a route. */
export interface FileParts {
  required: string[]
  /** Of one file. */
  maxBytes: number
  /** Where every name may come again and again: how many files there may be, and of how many bytes in all. */
  repeated?: { maxFiles: number; maxTotalBytes: number }
}

export interface MultipartBody {
  fields: Record<string, string>
  /** By the name of their part: the first of each. */
  files: Record<string, UploadedFile>
  /** All of them, in the order they came. */
  uploads: UploadedFile[]
  /** Removes the files. */
  discard(): Promise<void>
}

/** Reads parts in any order, hashing each file on its way to disk. A part that is not expected is refused. */
export async function readMultipart(
  request: FastifyRequest,
  spool: string,
  expected: { fields: string[]; files: FileParts },
): Promise<MultipartBody> {
  if (!request.isMultipart()) throw new AppError(requestErrors.unsupported_media_type)
  await mkdir(spool, { recursive: true, mode: 0o700 })
  const paths: string[] = []
  const discard = async () => void (await Promise.all(paths.map(remove)))
  const body: MultipartBody = { fields: {}, files: {}, uploads: [], discard }
  try {
    const { required, maxBytes, repeated } = expected.files
    const maxFiles = repeated?.maxFiles ?? required.length
    const room = roomOf(expected.files)
    const limits = {
      files: maxFiles,
      fields: 20,
      parts: maxFiles + 20,
      fileSize: maxBytes,
      fieldSize: 10_000,
      headerPairs: 50,
    }
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') {
        if (!required.includes(part.fieldname)) throw unexpected(part.fieldname)
        const path = join(spool, newId())
        paths.push(path)
        const file = await store(part, path, room)
        body.uploads.push(file)
        body.files[part.fieldname] ??= file
      } else {
        if (!expected.fields.includes(part.fieldname)) throw unexpected(part.fieldname)
        body.fields[part.fieldname] = String(part.value)
      }
    }
    for (const name of required)
      if (!body.files[name]) throw invalidPart(name, 'required', 'a file is needed')
    return body
  } catch (error) {
    await discard()
    throw error instanceof AppError ? error : fromParser(error)
  }
}

/** What the files together may take, which shrinks with every byte of theirs. */
interface Room {
  maxBytes: number
  /** All that is left. */
  bytes: number
}

const roomOf = ({ required, maxBytes, repeated }: FileParts): Room => ({
  maxBytes,
  bytes: repeated?.maxTotalBytes ?? required.length * maxBytes,
})

async function store(part: MultipartFile, path: string, room: Room): Promise<UploadedFile> {
  const hash = createHash('sha256')
  let size = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      room.bytes -= chunk.length
      hash.update(chunk)
      if (room.bytes < 0) done(tooLarge('the files are too large together'))
      else done(null, chunk)
    },
  })
  // Opened before the first byte: a stream that opens lazily may make the file after it was removed.
  const file = await open(path, 'wx', 0o600)
  await pipeline(part.file, measure, file.createWriteStream())
  if (part.file.truncated) throw tooLarge(`a file may have ${room.maxBytes} bytes at most`)
  return {
    field: part.fieldname,
    filename: cleanName(part.filename),
    size,
    sha256: hash.digest('hex'),
    path,
    // Whoever reads it hears of errors. Nobody may: then it opens after the file has gone, which is no fault.
    open: () => createReadStream(path).on('error', () => {}),
  }
}

const tooLarge = (detail: string) => new AppError(requestErrors.body_too_large, { detail })

/** What is left of a client's file name: its last segment, printable, of a length any file system takes. */
export const cleanName = (name: string | undefined): string =>
  (name ?? '')
    .normalize('NFC')
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .trim()
    .slice(0, 200) || 'file'

const unexpected = (name: string) =>
  invalidPart(name.slice(0, 100), 'unexpected', 'this part is not expected')

const invalidPart = (name: string, code: string, message: string) =>
  new AppError(requestErrors.invalid_multipart, { errors: [{ pointer: `/${name}`, code, message }] })

function fromParser(error: unknown): AppError {
  const { statusCode } = error as { statusCode?: number }
  if (statusCode === 413) return new AppError(requestErrors.body_too_large, { cause: error })
  return new AppError(requestErrors.invalid_multipart, { cause: error })
}

/** No request is under way for so long. */
const LEFT_OVER_AFTER_MS = 60 * 60_000

/** Removes the files of requests whose process died: they hold people's data. */
export async function removeLeftovers(spool: string): Promise<void> {
  await mkdir(spool, { recursive: true, mode: 0o700 })
  for (const name of await readdir(spool)) {
    const path = join(spool, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (Date.now() - mtimeMs > LEFT_OVER_AFTER_MS) await remove(path)
  }
}

/** A file that was never begun need not be there. */
const remove = (path: string): Promise<void> =>
  unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
