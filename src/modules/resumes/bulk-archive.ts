import { Buffer } from 'node:buffer'
import yauzl from 'yauzl'
import { cleanName } from '#src/http/multipart.ts'
import { AppError } from '#src/lib/errors.ts'
import { BULK_LIMITS } from './bulk-limits.ts'
import { LIMITS } from './parser/limits.ts'
import type { Reason } from './reasons.ts'
import { resumeErrors } from './resumes.errors.ts'

export interface ArchivedFile {
  /** With its folders, printable; empty where the archive as a whole is meant. */
  name: string
  filename: string
  /** As the archive has it: a file that turns out larger is not read. */
  size: number
  refused?: Reason
  read(): Promise<Buffer>
}

/**
 * The files that the directory of a zip names, with nothing unpacked so far; folders and what systems add of their own
 * are left out. Undefined for a document whose format is a zip. @throws AppError 413 past the limit of files
 */
export async function listArchive(path: string): Promise<ArchivedFile[] | undefined> {
  const files: ArchivedFile[] = []
  let zip: yauzl.ZipFile | undefined
  try {
    zip = await openZip(path)
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry)
      if (DOCUMENT_PARTS.has(name)) return undefined
      if (!isNoise(name)) files.push(fileOf(path, entry, name))
      if (files.length > BULK_LIMITS.files || zip.entriesRead > LIMITS.zip.entries) throw tooManyFiles()
    }
    if (files.length === 0) files.push(refusal('file.empty'))
  } catch (error) {
    if (error instanceof AppError) throw error
    files.push(refusal('file.corrupt'))
  } finally {
    zip?.close()
  }
  return files
}

export const tooManyFiles = () =>
  new AppError(resumeErrors.too_many_files, { members: { max_files: BULK_LIMITS.files } })

/** Names are ours to judge: one that is bad must not end the reading of the others. */
const openZip = (path: string) =>
  yauzl.openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: true })

/** What no archive of resumes holds at its top, and every office document or book does. */
const DOCUMENT_PARTS = new Set(['[Content_Types].xml', 'mimetype'])

const nameOf = ({ generalPurposeBitFlag, fileNameRaw, extraFields }: yauzl.Entry): string =>
  yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)

const isNoise = (name: string) =>
  name.endsWith('/') || /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/i.test(name)

function fileOf(path: string, entry: yauzl.Entry, name: string): ArchivedFile {
  const refused = reasonAgainst(entry, name)
  return {
    name: name.replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/gu, '').slice(-300),
    filename: cleanName(name),
    size: entry.uncompressedSize,
    ...(refused && { refused }),
    read: () => unpack(path, entry),
  }
}

function reasonAgainst(entry: yauzl.Entry, name: string): Reason | undefined {
  const { uncompressedSize, compressedSize } = entry
  if (yauzl.validateFileName(name) !== null) return 'file.unsafe_name'
  if (entry.isEncrypted()) return 'file.encrypted'
  if (!entry.canDecodeFileData()) return 'file.corrupt'
  const isDense = uncompressedSize > LIMITS.text && uncompressedSize > compressedSize * LIMITS.zip.ratio
  if (isDense) return 'file.bomb'
  return uncompressedSize > LIMITS.fileBytes ? 'file.too_large' : undefined
}

/** The library counts the bytes and ends where they are more or fewer than the directory says. */
async function unpack(path: string, entry: yauzl.Entry): Promise<Buffer> {
  const zip = await openZip(path)
  try {
    const chunks: Buffer[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  } finally {
    zip.close()
  }
}

const refusal = (refused: Reason): ArchivedFile => ({
  name: '',
  filename: '',
  size: 0,
  refused,
  read: () => Promise.reject(new Error('there is nothing to read')),
})
