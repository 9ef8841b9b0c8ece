import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pdfOf } from '#src/modules/resumes/parser/fixtures/pdf-resumes.ts'
import { parseDocument } from '#src/modules/resumes/parser/parse-document.ts'
import { decodeWords } from './mime.ts'

const asOf = new Date('2026-11-01T00:00:00Z')
const parse = (bytes: Uint8Array | string) =>
  parseDocument(
    { bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, filename: 'mail.eml' },
    { asOf },
  )

const TEXT = 'Renée Müller\nrenee@example.com\nSkills\nPython, Docker'
const HEADERS = [
  'From: Someone <someone@example.org>',
  'To: jobs@example.com',
  'Subject: =?utf-8?Q?Bewerbung?=',
  'Date: Sat, 21 Nov 2026 10:00:00 +0000',
]
const base64 = (bytes: Uint8Array) =>
  (
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n')

const part = (headers: string[], body: string) => `${headers.join('\r\n')}\r\n\r\n${body}\r\n`
const multipart = (...parts: string[]) =>
  `${[...HEADERS, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed;\r\n boundary="=_b1"'].join('\r\n')}\r\n\r\nThis is a message in several parts.\r\n${parts.map((each) => `--=_b1\r\n${each}`).join('')}--=_b1--\r\n`

const letter = part(
  ['Content-Type: text/plain; charset=utf-8'],
  'Dear team, please find my resume attached. Jane Other',
)
const attached = (name: string, bytes: Uint8Array) =>
  part(
    [
      'Content-Type: application/octet-stream',
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; ${name}`,
    ],
    base64(bytes),
  )

test('the attached resume is read, not the letter around it, nor the pictures and letters beside it', async () => {
  const pdf = await pdfOf((page) => page.text(TEXT))
  const result = await parse(
    multipart(
      letter,
      attached('filename="signature.png"', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
      attached('filename="cover letter.txt"', Buffer.from('To whom it may concern')),
      attached("filename*0*=utf-8''R%C3%A9sum%C3%A9; filename*1=.pdf", pdf),
    ),
  )
  expect(result).toMatchObject({
    content_type: 'application/pdf',
    parsed_data: { personal: { full_name: 'Renée Müller', email: 'renee@example.com' } },
  })
})

test.each([
  ['quoted-printable', 'utf-8', 'Ren=C3=A9e M=C3=BCl=\r\nler=0Arenee@example.com=0ASkills=0APython, Docker'],
  ['8bit', 'iso-8859-1', TEXT],
  ['base64', 'utf-8', base64(Buffer.from(TEXT))],
  ['base64', 'utf-16le', base64(Buffer.from(TEXT, 'utf16le'))],
])('the message itself is read where nothing is attached: %s in %s', async (encoding, charset, body) => {
  const plain = [`Content-Type: text/plain; charset="${charset}"`, `Content-Transfer-Encoding: ${encoding}`]
  const alone = `${[...HEADERS, 'MIME-Version: 1.0', ...plain].join('\r\n')}\r\n\r\n${body}`
  for (const message of [alone, multipart(part(plain, body))]) {
    expect(await parse(message)).toMatchObject({
      content_type: 'message/rfc822',
      parsed_data: { personal: { full_name: 'Renée Müller', email: 'renee@example.com' } },
    })
  }
})

test('HTML is read where there is no plain text, without what it hides', async () => {
  const html = '<p>Renée Müller</p><p>renee@example.com</p><p style="display:none">Haskell</p>'
  const message = multipart(part(['Content-Type: text/html; charset=iso-8859-1'], html))
  const result = await parse(message)
  expect(result.text).toBe('Renée Müller\nrenee@example.com')
  expect(result.reason_codes).toContain('text.hidden')
})

test('a forwarded message brings its attachment', async () => {
  const inner = multipart(letter, attached('filename=cv.txt', Buffer.from(TEXT)))
  const result = await parse(multipart(letter, part(['Content-Type: message/rfc822'], inner)))
  expect(result.parsed_data?.personal.full_name).toBe('Renée Müller')
})

test('what is attached and cannot be read is the reason where nothing is written', async () => {
  const message = multipart(attached('filename=cv.pdf', Buffer.from('%PDF-1.7\nnothing follows')))
  expect(await parse(message)).toMatchObject({ state: 'failed', reason_codes: ['file.corrupt'] })
})

test('a resume that begins with labels is no message', async () => {
  const result = await parse('Name: Jane Doe\nDate: 2026\nTo: whom it may concern\n\nSkills: Python')
  expect(result.content_type).toBe('text/plain')
})

test.each([
  ['=?utf-8?Q?Ren=C3=A9e_M?= =?utf-8?B?w7xsbGVy?=', 'Renée Müller'],
  ['=?iso-8859-1?q?caf=E9?= au lait', 'café au lait'],
  ['=?shift_jis?B?k/qWew==?=', '日本'],
  ['=?nonsense?Q?abc?=', 'abc'],
  ['plain', 'plain'],
])('%s', (given, expected) => {
  expect(decodeWords(given)).toBe(expected)
})

test('a damaged message still ends', async () => {
  const whole = multipart(letter, attached('filename=cv.txt', Buffer.from(TEXT)))
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length), fc.string({ maxLength: 30 }), async (at, noise) => {
      const { state } = await parse(whole.slice(0, at) + noise + whole.slice(at + noise.length))
      expect(['parsed', 'needs_review', 'failed']).toContain(state)
    }),
    { numRuns: 60, seed: 3 },
  )
})
