import { expect, it } from 'vitest'
import { firstBootSurvivesKills } from '#test/crash/first-boot.ts'

it('survives a first boot that is killed', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const lines: string[] = []
  await firstBootSurvivesKills({ kills: 2, seed, log: (line) => lines.push(line) })
  expect(lines, `seed ${seed}`).toHaveLength(3)
}, 60_000)
