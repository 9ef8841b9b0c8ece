import { expect, test } from 'vitest'
import { attachmentDisposition } from './content-disposition.ts'

test.each([
  ['cv.pdf', 'cv.pdf', 'cv.pdf'],
  ['Lebenslauf Müller.pdf', 'Lebenslauf M_ller.pdf', 'Lebenslauf%20M%C3%BCller.pdf'],
  ['a"b.pdf', 'a_b.pdf', 'a%22b.pdf'],
  ['../../etc/passwd', '.._.._etc_passwd', '.._.._etc_passwd'],
  ['..\\x.pdf', '.._x.pdf', '.._x.pdf'],
  ['a\r\nSet-Cookie: x=1', 'aSet-Cookie: x=1', 'aSet-Cookie%3A%20x%3D1'],
  ['cv\u202Efdp.exe', 'cvfdp.exe', 'cvfdp.exe'],
  ["it's (1)*.pdf", "it's (1)*.pdf", 'it%27s%20%281%29%2A.pdf'],
  ['lone \ud800 half', 'lone _ half', 'lone%20%EF%BF%BD%20half'],
  ['100%.pdf', '100_.pdf', '100%25.pdf'],
  [' ', 'file', 'file'],
])('%j', (filename, ascii, extended) => {
  expect(attachmentDisposition(filename)).toBe(
    `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`,
  )
})

test('cuts a long name between characters', () => {
  expect(attachmentDisposition('😀'.repeat(1000))).toContain(`''${'%F0%9F%98%80'.repeat(150)}`)
})
