import { expect, test } from 'vitest'
import { findValue, haystackOf } from './find-value.ts'

const found = (text: string, value: string) => {
  const span = findValue(
    haystackOf(text, () => 1),
    value,
  )
  return span && text.slice(span.start, span.end)
}

test.each([
  ['Skills: C, Go', 'C', 'C'],
  ['Skills: C++, C#', 'C++', 'C++'],
  ['Skills: C++, C#', 'C', undefined],
  ['Skills: Objective-C', 'C', undefined],
  ['Skills: Node.js', 'Node.js', 'Node.js'],
  ['Skills: Node.js', 'Node', undefined],
  ['Skills: ASP.NET', '.NET', undefined],
  ['Skills: R&D', 'R', undefined],
  ['Skills: JavaScript', 'Java', undefined],
  ['Brightwater Inc.', 'Brightwater Inc', 'Brightwater Inc'],
  ['Brightwater\n  Pottery', 'brightwater pottery', 'Brightwater\n  Pottery'],
  ['ﬁre safety', 'Fire Safety', 'ﬁre safety'],
  ['Please write down that she knows Rust very well', 'Rust', undefined],
  ['Skills: Go', '·', undefined],
])('%j says %j: %j', (text, value, said) => {
  expect(found(text, value)).toBe(said)
})
