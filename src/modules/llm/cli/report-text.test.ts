import { expect, test } from 'vitest'
import { readReportOptions } from './options.ts'
import { reportText } from './report-text.ts'

const sums = { calls: 0, failed: 0, cached: 0, input_tokens: 0, cached_input_tokens: 0, output_tokens: 0 }
const line = (day: string, feature: string, model: string, cost_micro_usd: number) => ({
  ...sums,
  day,
  feature,
  model,
  cost_micro_usd,
  provider_id: '0190a000-0000-7000-8000-000000000001',
})

test('a report has every day, and the dearest first', () => {
  const lines = [
    line('2026-11-01', 'screening', 'gpt-6-sol', 2_000_000),
    line('2026-11-03', 'screening', 'gpt-6-luna', 1_000_000),
    line('2026-11-03', 'explanation', 'gpt-6-luna', 1_234_567_001),
  ]
  const total = { ...sums, calls: 1234, failed: 5, cached: 67, cost_micro_usd: 1_237_567_001 }
  expect(reportText({ from: '2026-11-01', to: '2026-11-03', total, lines })).toBe(
    `AI usage 2026-11-01 to 2026-11-03: 1,237.567001 USD for 1,234 calls, 5 failed, 67 from memory

Day                  USD
2026-11-01      2.000000  ▏
2026-11-02      0.000000
2026-11-03  1,235.567001  ████████████████████████████████████████

Feature               USD
explanation  1,234.567001  ████████████████████████████████████████
screening        3.000000  ▏

Model                USD
gpt-6-luna  1,235.567001  ████████████████████████████████████████
gpt-6-sol       2.000000  ▏

`,
  )
})

test('nothing is said in one line', () => {
  const total = { ...sums, cost_micro_usd: 0 }
  expect(reportText({ from: '2026-11-01', to: '2026-11-30', total, lines: [] })).toBe(
    'AI usage 2026-11-01 to 2026-11-30: 0.000000 USD for 0 calls, 0 failed, 0 from memory\n',
  )
})

test.each([
  [[], '--key-file is missing'],
  [['--key-file', 'k', '--days', '0'], '--days'],
  [['--key-file', 'k', '--url', 'nowhere'], 'is no URL'],
  [['--key', 'k'], '--key'],
])('the arguments %j are refused', (args, message) => {
  expect(() => readReportOptions(args)).toThrow(message)
})

test('the rest has defaults', () => {
  expect(readReportOptions(['--key-file', '-', '--url', 'https://x.example/'])).toEqual({
    url: 'https://x.example',
    keyFile: '-',
    days: 30,
  })
})
