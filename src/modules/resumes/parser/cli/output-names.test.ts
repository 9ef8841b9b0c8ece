import { expect, test } from 'vitest'
import { distinct, outputNames } from './output-names.ts'

const names = (...paths: string[]) => outputNames(paths).map((named) => named.output)

test.each([
  [
    ['a/x.pdf', 'b/y.docx'],
    ['x.json', 'y.json'],
  ],
  [['no-ending'], ['no-ending.json']],
  [['.hidden'], ['.hidden.json']],
  [['archive.tar.gz'], ['archive.tar.json']],
  [
    ['x.pdf', 'x.docx', 'y.pdf'],
    ['x.pdf.json', 'x.docx.json', 'y.json'],
  ],
  [
    ['a/x.pdf', 'b/x.pdf', 'x.txt'],
    ['x.pdf.json', 'x.pdf-2.json', 'x.txt.json'],
  ],
  // The full name of the first is the name without its ending of the third.
  [
    ['x.pdf', 'x.doc', 'x.pdf.txt'],
    ['x.pdf-2.json', 'x.doc.json', 'x.pdf.json'],
  ],
  [
    ['X.pdf', 'x.txt'],
    ['X.pdf.json', 'x.txt.json'],
  ],
])('%j', (paths, expected) => {
  expect(names(...paths)).toEqual(expected)
})

test('a file given twice is one', () => {
  expect(distinct(['x.pdf', './x.pdf', 'a/../x.pdf', 'y.pdf'])).toHaveLength(2)
})
