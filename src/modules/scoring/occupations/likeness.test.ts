import { describe, expect, it } from 'vitest'
import { allOccupations } from './catalog.ts'
import { likenessOf } from './likeness.ts'
import { ONCE } from './terms.ts'
import { likenessOfTitles } from './title-likeness.ts'

const occupations = allOccupations()

/** The occupation a text is nearest to. */
function nearest(text: string): string | undefined {
  const { occupations: values } = likenessOf([{ text, weight: ONCE }])
  const best = values.reduce((at, value, i) => (value > (values[at] ?? 0) ? i : at), 0)
  return occupations[best]?.key
}

describe('likenessOf', () => {
  it.each([
    ['Prepared month-end close, general ledger reconciliations and audit schedules', 'staff-accountant'],
    ['Krankenpfleger', 'registered-nurse'],
    ['Diagnosed brakes, transmissions and engine codes at a dealership', 'automotive-technician'],
  ])('%j is about %s', (text, key) => {
    expect(nearest(text)).toBe(key)
  })

  it('says nothing of a text that is about nobody’s work', () => {
    const { occupations, fields } = likenessOf([{ text: 'xyzzy 1984 qwertz', weight: ONCE }])
    expect(Math.max(...occupations, ...fields)).toBe(0)
  })

  it('is of unit length', () => {
    const { occupations, fields } = likenessOf([{ text: 'Line cook in a busy kitchen', weight: ONCE }])
    for (const values of [occupations, fields]) {
      expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1)
    }
  })
})

describe('likenessOfTitles', () => {
  it('knows one occupation by several names, also in other languages', () => {
    expect(likenessOfTitles('Registered nurse', 'Krankenpfleger')).toBeGreaterThan(0.7)
    expect(likenessOfTitles('Attorney at law', 'Lawyer')).toBeGreaterThan(0.7)
  })

  it('tells occupations of different fields apart', () => {
    expect(likenessOfTitles('Backend developer', 'Nurse')).toBe(0)
    expect(likenessOfTitles('Backend developer', '')).toBe(0)
  })
})
