import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import { readDocx } from './docx.ts'
import { readOdt } from './odt.ts'
import { CONTENT_TYPES, type ReadDocument } from './sniff.ts'
import { openArchive } from './zip.ts'

/** The text documents that are zips; any other zip is none of ours. */
export async function readOffice(bytes: Uint8Array): Promise<ReadDocument> {
  const archive = await openArchive(bytes).catch((error: unknown) => {
    throw error instanceof UnreadableError ? error : new UnreadableError('file.corrupt', error)
  })
  if (archive.names.has('word/document.xml'))
    return { ...(await readDocx(archive)), contentType: CONTENT_TYPES.docx }
  const mimetype = (await archive.read('mimetype'))?.toString('latin1').trim()
  if (mimetype === CONTENT_TYPES.odt) return { ...(await readOdt(archive)), contentType: CONTENT_TYPES.odt }
  // An OOXML or ODF package without its main part is a damaged document.
  const isPackage = archive.names.has('[Content_Types].xml') && archive.names.has('word/styles.xml')
  throw new UnreadableError(isPackage ? 'file.corrupt' : 'file.unsupported_type')
}
