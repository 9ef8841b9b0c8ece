import { expect, test } from 'vitest'
import { JOB_STATUSES } from '#src/db/schema/jobs.ts'
import { allowedActions, isDeletable, JOB_ACTIONS, refusals, targetOf } from './jobs.states.ts'

test.each([
  ['draft', ['open', 'cancel']],
  ['pending_approval', ['cancel']],
  ['open', ['pause', 'close', 'cancel']],
  ['paused', ['open', 'close', 'cancel']],
  ['closed', ['reopen']],
  ['cancelled', []],
] as const)('a job that is %s allows %j', (status, actions) => {
  expect(allowedActions(status)).toEqual(actions)
})

test('every action is either allowed or refused with a reason', () => {
  for (const status of JOB_STATUSES) {
    expect([...allowedActions(status), ...Object.keys(refusals(status))].sort()).toEqual(
      [...JOB_ACTIONS].sort(),
    )
  }
})

test('no action leads to where it starts, and running jobs cannot be deleted', () => {
  for (const status of JOB_STATUSES) {
    expect(allowedActions(status).map(targetOf)).not.toContain(status)
    expect(isDeletable(status)).toBe(!['open', 'paused', 'pending_approval'].includes(status))
  }
})
