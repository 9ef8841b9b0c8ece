import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tenants } from './schema/identity.ts'
import { compile, query } from './statement.ts'

const statement = compile(query.select({ at: tenants.createdAt }).from(tenants))
const timeOf = (text: string) => statement.read([text]).at.toISOString()

/** As PostgreSQL writes it: zeros at the end of a fraction are left out, and a fraction of nothing with its point. */
const written = (iso: string) =>
  `${iso.slice(0, 19).replace('T', ' ')}${iso.slice(19, -1).replace(/\.?0+$/, '')}+00`

describe('a time of a row', () => {
  test.each([
    ['2026-11-21 08:00:00+00', '2026-11-21T08:00:00.000Z'],
    ['2026-11-21 08:00:00.1+00', '2026-11-21T08:00:00.100Z'],
    ['2026-11-21 08:00:00.02+00', '2026-11-21T08:00:00.020Z'],
    ['0050-02-03 04:05:06.7+00', '0050-02-03T04:05:06.700Z'],
  ])('%s is read', (text, iso) => expect(timeOf(text)).toBe(iso))

  test('is read whenever it was', () => {
    const times = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(times, (time) => {
        const iso = time.toISOString()
        expect(timeOf(written(iso))).toBe(iso)
      }),
    )
  })
})
