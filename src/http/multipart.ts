import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
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
  /** As the client named it, without folders or control characters. */
  filename: string
  size: number
  sha256: string
  open(): Readable
}

export interface MultipartBody {
  fields: Record<string, string>
  files: Record<string, UploadedFile>
  /** Removes the files. */
  discard(): Promise<void>
}

/** Reads parts in any order, hashing each file on its way to disk. A part that is not expected is refused. */
export async function readMultipart(
  request: FastifyRequest,
  spool: string,
  expected: { fields: string[]; files: { required: string[]; maxBytes: number } },
): Promise<MultipartBody> {
  if (!request.isMultipart()) throw new AppError(requestErrors.unsupported_media_type)
  const dir = join(spool, newId())
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const discard = () => rm(dir, { recursive: true, force: true })
  const body: MultipartBody = { fields: {}, files: {}, discard }
  try {
    const { required, maxBytes } = expected.files
    const limits = {
      files: required.length,
      fields: 20,
      parts: 30,
      fileSize: maxBytes,
      fieldSize: 10_000,
      headerPairs: 50,
    }
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') {
        if (!required.includes(part.fieldname)) throw unexpected(part.fieldname)
        body.files[part.fieldname] = await store(part, join(dir, part.fieldname), maxBytes)
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

async function store(part: MultipartFile, path: string, maxBytes: number): Promise<UploadedFile> {
  const hash = createHash('sha256')
  let size = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(part.file, measure, createWriteStream(path, { mode: 0o600 }))
  if (part.file.truncated) {
    throw new AppError(requestErrors.body_too_large, { detail: `a file may have ${maxBytes} bytes at most` })
  }
  return {
    filename: cleanName(part.filename),
    size,
    sha256: hash.digest('hex'),
    open: () => createReadStream(path),
  }
}

/** What is left of a client's file name: its last segment, printable, of a length any file system takes. */
const cleanName = (name: string | undefined): string =>
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
    const dir = join(spool, name)
    const { mtimeMs } = await stat(dir).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (Date.now() - mtimeMs > LEFT_OVER_AFTER_MS) await rm(dir, { recursive: true, force: true })
  }
}
