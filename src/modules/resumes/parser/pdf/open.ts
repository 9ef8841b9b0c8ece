import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import { WITHOUT_OUTLINES } from './outlines.ts'
import type { PdfDocument } from './pages.ts'
import { handingWorker } from './worker.ts'

/** Names of the library's operators by their numbers. */
export type OperatorNames = ReadonlyMap<number, string>

/** Opens a document for as long as it is read; pictures of more pixels than given are not decoded. */
export async function withPdf<Read>(
  bytes: Uint8Array,
  maxPicture: number,
  read: (document: PdfDocument, names: OperatorNames) => Promise<Read>,
): Promise<Read> {
  const { getDocumentProxy, getResolvedPDFJS } = await import('unpdf')
  const library = await getResolvedPDFJS()
  const names = new Map(Object.entries(library.OPS).map(([name, number]) => [number, name]))
  const worker = handingWorker(library)
  try {
    // A copy: pdf.js takes the buffer over.
    const document = await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: 0,
      ...WITHOUT_OUTLINES,
      useSystemFonts: false,
      maxImageSize: maxPicture,
      ...(worker && { worker }),
    }).catch((error: unknown) => {
      throw toUnreadable(error)
    })
    try {
      return await read(document, names)
    } finally {
      await document.loadingTask.destroy()
    }
  } finally {
    worker?.destroy()
  }
}

function toUnreadable(error: unknown): UnreadableError {
  const name = error instanceof Error ? error.name : ''
  return new UnreadableError(name === 'PasswordException' ? 'file.encrypted' : 'file.corrupt', error)
}
