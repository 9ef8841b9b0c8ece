import { expect, test } from 'vitest'
import { prefersHtml } from './accept.ts'

test.each([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['text/html', true],
  ['TEXT/HTML;Q=0.5', true],
  ['text/html;q=0.9, application/json', false],
  ['text/html, application/json', false],
  ['text/html;q=nonsense', false],
  ['*/*', false],
  ['application/json', false],
  ['', false],
  [undefined, false],
])('Accept: %s is answered with a page: %s', (accept, expected) => {
  expect(prefersHtml(accept)).toBe(expected)
})
