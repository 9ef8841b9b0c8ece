import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { allOccupations, OCCUPATION_LEXICON_VERSION } from './catalog.ts'

const occupations = allOccupations()
const keys = new Set(occupations.map(({ key }) => key))

describe('the occupations', () => {
  it('are many, of many fields, with unique kebab keys', () => {
    expect(occupations.length).toBeGreaterThan(300)
    expect(new Set(occupations.map(({ field }) => field)).size).toBeGreaterThan(50)
    expect(keys.size).toBe(occupations.length)
    expect([...keys].filter((key) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(key))).toEqual([])
  })

  it('are described in full, each with others close to it', () => {
    for (const { key, titles, abroad, terms, near } of occupations) {
      expect([key, titles.length >= 5, abroad.length >= 3, terms.length >= 40]).toEqual([
        key,
        true,
        true,
        true,
      ])
      expect([key, near.filter((other) => !keys.has(other) || other === key)]).toEqual([key, []])
      for (const list of [titles, abroad, terms])
        expect([key, new Set(list).size]).toEqual([key, list.length])
    }
  })

  it('are no more than a vector has room for, with the fields and some words', () => {
    const fields = new Set(occupations.map(({ field }) => field)).size
    expect(occupations.length + fields).toBeLessThan(512 - 64)
  })

  it('have a version, which changes with them', () => {
    const content = createHash('sha256').update(JSON.stringify(occupations)).digest('hex')
    expect([OCCUPATION_LEXICON_VERSION, content.slice(0, 16)]).toMatchInlineSnapshot(`
      [
        1,
        "7dd2f75bd0e3dc89",
      ]
    `)
  })
})
