import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import { UnreadableError } from '#src/modules/resumes/parser/reason-codes.ts'
import { decoderOf } from './charset.ts'
import { type MimePart, mimeParts } from './mime.ts'
import { linesOf } from './plain.ts'
import { CONTENT_TYPES, type ReadDocument } from './sniff.ts'

/** Names that say what an attachment is, and those of what is sent beside it. */
const IS_RESUME = /resum|r[eé]sum[eé]|\bcv\b|curricul|lebenslauf|vitae|bewerbung|candidatur/i
const IS_LETTER = /cover|letter|anschreiben|motivation|lettre|zeugnis|certificate|transcript/i
const MAX_TRIED = 10

type Reader = (bytes: Uint8Array) => Promise<ReadDocument>

/** The attached resume, or what is written in the message where nothing that can be read is attached. */
export async function readEmail(bytes: Uint8Array, readAttachment: Reader): Promise<ReadDocument> {
  const { parts } = mimeParts(bytes)
  const files = parts.filter(isFile).sort((a, b) => rank(b) - rank(a))
  let failure: UnreadableError | undefined
  for (const file of files.slice(0, MAX_TRIED)) {
    if (file.content.length === 0 || file.content.length > LIMITS.fileBytes) continue
    try {
      return await readAttachment(file.content)
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error
      // What is attached first or named best is what was meant; pictures of signatures are not.
      if (error.reason !== 'file.unsupported_type') failure ??= error
    }
  }
  const written = await writtenText(parts, readAttachment)
  if (written) return { ...written, contentType: CONTENT_TYPES.email }
  throw failure ?? new UnreadableError('file.no_text')
}

const isFile = ({ type, filename, isAttachment }: MimePart) =>
  (isAttachment || filename !== undefined || !type.startsWith('text/')) && !type.startsWith('multipart/')

function rank({ filename = '', type }: MimePart): number {
  if (IS_RESUME.test(filename)) return 3
  if (IS_LETTER.test(filename)) return 1
  return /^(?:image|audio|video)\//.test(type) ? 0 : 2
}

async function writtenText(parts: MimePart[], readAttachment: Reader): Promise<ReadDocument | undefined> {
  const texts = parts.filter((part) => !isFile(part))
  const plain = texts.find(({ type }) => type === 'text/plain')
  if (plain) {
    const lines = linesOf(decoderOf(plain.charset).decode(plain.content))
    if (lines.some((line) => line.text.trim() !== ''))
      return { lines, links: [], pageCount: 1, reasons: [], contentType: CONTENT_TYPES.email }
  }
  const html = texts.find(({ type }) => type === 'text/html')
  if (!html) return undefined
  const page = `<!doctype html>${decoderOf(html.charset).decode(html.content)}`
  return readAttachment(Buffer.from(page))
}
