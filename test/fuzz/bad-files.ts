import { deflateSync } from 'node:zlib'
import { pdfOf } from '#src/modules/resumes/parser/fixtures/pdf-resumes.ts'
import { docxOf, docxParagraph, odtOf, zipOf } from '#src/modules/resumes/parser/fixtures/zip.ts'

/** A file that means harm, and the reasons of which one must be given for not trusting it. */
export interface BadFile {
  what: string
  filename: string
  bytes: Uint8Array
  reasons: readonly string[]
}

const TEXT = 'Maya Thornton\nmaya@example.com | +1 415 555 2671\nExperience\nEngineer, Acme\n2019 - 2021\n'
const MB = 1024 * 1024

export async function badFiles(): Promise<BadFile[]> {
  const bytes = (text: string) => Buffer.from(text, 'latin1')
  const pdf = await pdfOf((page) => page.text(TEXT))
  const encrypted = await pdfOf((page) => page.text(TEXT), { userPassword: 'secret' })
  const scanned = await pdfOf((page) => page.image(PIXEL, 0, 0, { width: 500, height: 700 }))
  const long = await pdfOf((page) => {
    for (let i = 0; i < 400; i++) page.text(`Page ${i}. ${TEXT}`).addPage()
  })
  const docx = docxOf(docxParagraph(TEXT))
  const bad = (what: string, filename: string, content: Uint8Array, ...reasons: string[]): BadFile => ({
    what,
    filename,
    bytes: content,
    reasons,
  })
  return [
    bad('nothing', 'cv.pdf', Buffer.alloc(0), 'file.empty'),
    bad('blank', 'cv.txt', bytes(' \n\t\n'), 'file.no_text'),
    bad('an encrypted PDF', 'cv.pdf', encrypted, 'file.encrypted'),
    bad('half a PDF', 'cv.pdf', pdf.subarray(0, pdf.length / 2), 'file.corrupt', 'file.no_text'),
    bad('half a DOCX', 'cv.docx', docx.subarray(0, docx.length / 2), 'file.corrupt'),
    bad('a program called PDF', 'cv.pdf', bytes('MZ\x90\0\x03\0\0\0\x04\0\0\0'), 'file.unsupported_type'),
    bad('a picture called DOCX', 'cv.docx', PIXEL, 'file.unsupported_type'),
    bad('a scan', 'scan.pdf', scanned, 'file.no_text'),
    bad('400 pages', 'book.pdf', long, 'file.too_many_pages'),
    bad('a zip bomb', 'cv.docx', docxOf(docxParagraph('a'.repeat(30 * MB))), 'file.bomb'),
    bad(
      'a zip that lies about its size',
      'cv.docx',
      zipOf({ 'word/document.xml': 'x' }, 200 * MB),
      'file.bomb',
    ),
    bad('a zip of too many files', 'cv.docx', manyEntries(), 'file.bomb', 'file.corrupt'),
    bad('an XML bomb', 'cv.docx', xmlBomb(), 'file.corrupt'),
    bad('an XML file from elsewhere', 'cv.odt', outsideEntity(), 'file.corrupt'),
    bad('XML without an end', 'cv.odt', odtOf('<text:p>'.repeat(5000)), 'file.corrupt'),
    bad(
      'a PDF bomb',
      'cv.pdf',
      pdfBomb(),
      'file.bomb',
      'file.no_text',
      'file.corrupt',
      'parse.timeout',
      'parse.memory',
    ),
    bad('a PDF that leads in circles', 'cv.pdf', circularPdf(), 'file.corrupt', 'file.no_text'),
    bad(
      'paths that climb',
      '../../../../etc/passwd',
      climbing(),
      'file.corrupt',
      'file.unsupported_type',
      'file.no_text',
    ),
    bad(
      'a zip of zips',
      'cv.zip',
      zipOf({ 'a.zip': Buffer.from(docx), 'b.zip': Buffer.from(docx) }),
      'file.unsupported_type',
    ),
    bad('one endless line', 'cv.txt', Buffer.from('word '.repeat(MB)), 'text.truncated', 'parse.no_name'),
    bad('a million lines', 'cv.txt', Buffer.from('a\n'.repeat(MB)), 'text.truncated', 'parse.no_name'),
    bad('RTF that nests', 'cv.rtf', bytes(`{\\rtf1${'{'.repeat(200_000)}`), 'file.corrupt', 'file.no_text'),
    bad(
      'HTML that nests',
      'cv.html',
      bytes(`<!DOCTYPE html><html>${'<div>'.repeat(100_000)}x`),
      'file.corrupt',
      'parse.no_name',
    ),
  ]
}

/** A grey pixel, as PNG. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const manyEntries = () =>
  zipOf(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`word/${i}.xml`, 'x'])))

const climbing = () =>
  zipOf({ '../../../../tmp/evil': 'x', '/etc/cron.d/evil': 'x', 'word\\..\\..\\evil.xml': 'x' })

/** A billion laughs. */
function xmlBomb(): Uint8Array {
  const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`)
  return zipOf({ 'word/document.xml': `<!DOCTYPE x [<!ENTITY l0 "ha">${levels.join('')}]><x>&l9;</x>` })
}

const outsideEntity = () =>
  zipOf({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
  })

/** One page whose content unpacks to 300 MB. */
function pdfBomb(): Uint8Array {
  const packed = deflateSync(Buffer.alloc(300 * MB, ' '), { level: 9 })
  return pdfOfObjects([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>',
    Buffer.concat([
      Buffer.from(`<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`),
      packed,
      Buffer.from('\nendstream'),
    ]),
  ])
}

/** A tree of pages that is its own parent and child. */
const circularPdf = () =>
  pdfOfObjects([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 1000000 >>',
    '<< /Type /Page /Parent 3 0 R /MediaBox [0 0 600 800] /Contents 3 0 R >>',
  ])

function pdfOfObjects(objects: (string | Buffer)[]): Uint8Array {
  const parts = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  const size = () => parts.reduce((sum, part) => sum + part.length, 0)
  objects.forEach((object, i) => {
    offsets.push(size())
    parts.push(Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n'))
  })
  const start = size()
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}
