import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cosine, EMBEDDER, embed } from './embed.ts'

describe('embed', () => {
  it('is as near as can be to itself, or zero for a text that says nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const vector = embed(text)
        expect(vector.length).toBe(EMBEDDER.dimensions)
        const length = Math.sqrt(cosine(vector, vector))
        expect(Math.min(Math.abs(length), Math.abs(length - 1))).toBeLessThan(1e-6)
      }),
    )
    expect(embed('he and she, with the 1999 und der').every((x) => x === 0)).toBe(true)
  })

  it('brings texts about the same work together', () => {
    const job = embed('Nurse for the intensive care of patients')
    const near = cosine(job, embed('Nursing in intensive care, patient monitoring'))
    const far = cosine(job, embed('Kubernetes clusters and cloud networks'))
    expect(near).toBeGreaterThan(far + 0.3)
  })

  it.each([
    ['She built her services', 'He built his services'],
    ['infirmière à Lyon', 'infirmier à Lyon'],
    ['Softwareentwicklerin', 'Softwareentwickler'],
    ['programadora', 'programador'],
    ['Waitress at sea', 'Waiter at sea'],
    ['Salesman', 'Saleswoman'],
    ['Baker, parental leave 2019-2021', 'Baker'],
    ['Cook cook@example.com www.cook.example +1 555 0100', 'Cook'],
  ])('says the same of %j and %j', (a, b) => {
    expect(embed(a)).toEqual(embed(b))
  })

  it('stays as it is: stored vectors are compared with new ones', () => {
    const vector = embed('Registered nurse in intensive care')
    const hash = createHash('sha256').update(JSON.stringify(vector)).digest('hex')
    expect([EMBEDDER.model, hash.slice(0, 16)]).toMatchInlineSnapshot(`
      [
        "builtin-occupations-1",
        "b4e1916e43f7559e",
      ]
    `)
  })

  it('is of whole numbers that half precision holds', () => {
    const vector = embed('Teller at a branch of a bank, cash drawer and vault')
    expect(vector.every((x) => Number.isInteger(x) && Math.abs(x) <= 127)).toBe(true)
    expect(Math.max(...vector)).toBe(127)
  })
})
