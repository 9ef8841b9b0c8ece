import { expect, test } from 'vitest'
import { inPages } from './in-pages.ts'

async function pagesOf(ids: string[], size: number) {
  const asked: string[] = []
  const read = async (after: string, limit: number) => {
    asked.push(after)
    return ids.filter((id) => id > after).slice(0, limit)
  }
  const pages: string[][] = []
  for await (const page of inPages(size, read, (id) => id)) pages.push(page)
  return { pages, asked: asked.length }
}

test.each([
  [[], [], 1],
  [['a'], [['a']], 1],
  [['a', 'b'], [['a', 'b']], 2],
  [['a', 'b', 'c'], [['a', 'b'], ['c']], 2],
])('%j two at a time', async (ids, pages, asked) => {
  expect(await pagesOf(ids, 2)).toEqual({ pages, asked })
})
