import { expect, test } from 'vitest'
import { listPriceOf } from './list-prices.ts'

const at = (day: string) => new Date(`${day}T12:00:00Z`)

test('a price holds from its day on', () => {
  expect(listPriceOf('google', 'gemini-3.8-flash', at('2026-12-31'))?.output).toBe(3_750_000)
  expect(listPriceOf('google', 'gemini-3.8-flash', at('2027-01-01'))?.output).toBe(7_500_000)
  expect(listPriceOf('openai', 'gpt-5.6-luna', at('2026-07-01'))).toBeUndefined()
})

test('a price that fell is what it was before that day', () => {
  expect(listPriceOf('anthropic', 'claude-sonnet-5-5', at('2026-10-06'))?.cachedInput).toBe(200_000)
  expect(listPriceOf('anthropic', 'claude-sonnet-5-5', at('2026-10-07'))?.cachedInput).toBe(100_000)
})

test('a dated snapshot costs what its model costs, and gemini what google does', () => {
  expect(listPriceOf('openai', 'gpt-4o-2024-08-06', at('2026-11-21'))?.input).toBe(2_500_000)
  expect(listPriceOf('anthropic', 'claude-haiku-4-5-20251001', at('2026-11-21'))?.cacheWrite).toBe(1_250_000)
  expect(listPriceOf('gemini', 'gemini-2.5-flash', at('2026-11-21'))).toEqual(
    listPriceOf('google', 'gemini-2.5-flash', at('2026-11-21')),
  )
})

test.each(['gpt-4o-turbo', 'GPT-4o', 'toString', '', 'gpt-4o-'])('%j has no price that we know', (model) => {
  expect(listPriceOf('openai', model, at('2026-11-21'))).toBeUndefined()
})
