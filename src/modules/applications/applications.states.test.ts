import { expect, test } from 'vitest'
import {
  nextStage,
  openStages,
  type Standing,
  stageBeforeHire,
  stageObstacle,
} from './applications.states.ts'

const stages = (['applied', 'screening', 'interview', 'hired'] as const).map((type) => ({
  id: type,
  name: type,
  type,
}))

const at = (stageId: string, strict = false): Standing => ({
  status: 'active',
  stageId,
  pipeline: { strict, stages },
  twinId: null,
})

const openFrom = (standing: Standing) =>
  openStages(standing).map(({ stage, needsReason }) => [stage.id, needsReason])

test('any other stage is open, but that of the hired', () => {
  expect(openFrom(at('screening'))).toEqual([
    ['applied', false],
    ['interview', false],
  ])
})

test('a strict pipeline opens the next stage, and those before with a reason', () => {
  expect(openFrom(at('applied', true))).toEqual([['screening', false]])
  expect(openFrom(at('interview', true))).toEqual([
    ['applied', true],
    ['screening', true],
  ])
})

test('every stage is open or has an obstacle of its own', () => {
  const standing = at('applied', true)
  const reasons = stages
    .filter(({ id }) => !openFrom(standing).some(([open]) => open === id))
    .map((stage) => stageObstacle(standing, stage))
  expect(new Set(reasons).size).toBe(3)
})

test('nothing follows the last stage', () => {
  expect(nextStage(at('interview'))?.id).toBe('hired')
  expect(nextStage(at('hired'))).toBeUndefined()
})

test.each([
  ['screening', 'screening'],
  ['a stage that is gone', 'interview'],
  ['hired', 'interview'],
  [undefined, 'interview'],
])('whoever was hired from %s comes back to %s', (before, stage) => {
  expect(stageBeforeHire(at('hired'), before)?.id).toBe(stage)
})
