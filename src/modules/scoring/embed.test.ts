import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cosine, EMBEDDER, embed } from './embed.ts'

describe('embed', () => {
  it('gives a unit vector, or zero for a text that says nothing', () => {
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
    const vector = embed('PostgreSQL')
    const largest = vector.reduce((best, x, i) => (Math.abs(x) > Math.abs(vector[best] ?? 0) ? i : best), 0)
    expect([largest, vector[largest]?.toFixed(4)]).toMatchInlineSnapshot(`
      [
        331,
        "0.8575",
      ]
    `)
  })
})
