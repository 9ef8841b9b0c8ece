import { expect, test } from 'vitest'
import { progressBar } from './progress.ts'

function terminal(isTTY: boolean, columns = 60) {
  const said: string[] = []
  return { isTTY, columns, said, write: (text: string) => said.push(text) }
}

test('a terminal sees a bar that fits it and ends in a line of its own', () => {
  const screen = terminal(true)
  const bar = progressBar(screen, 3)
  for (const state of ['parsed', 'failed', 'needs_review'] as const) bar.step(state)
  bar.end()
  expect(screen.said.join('')).toMatch(/\[#+\] 3\/3 {2}1 to review, 1 failed\P{L}+K\n$/u)
  for (const line of screen.said) expect(line.length).toBeLessThanOrEqual(64)
})

test('anything else sees nothing', () => {
  const file = terminal(false)
  const bar = progressBar(file, 1)
  bar.step('parsed')
  bar.end()
  expect(file.said).toEqual([])
})
