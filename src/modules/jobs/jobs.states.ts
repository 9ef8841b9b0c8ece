import type { JobStatus } from '#src/db/schema/jobs.ts'

export const JOB_ACTIONS = ['open', 'pause', 'close', 'reopen', 'cancel'] as const
export type JobAction = (typeof JOB_ACTIONS)[number]

const TRANSITIONS: Record<JobAction, { from: readonly JobStatus[]; to: JobStatus }> = {
  open: { from: ['draft', 'paused'], to: 'open' },
  pause: { from: ['open'], to: 'paused' },
  close: { from: ['open', 'paused'], to: 'closed' },
  reopen: { from: ['closed'], to: 'open' },
  cancel: { from: ['draft', 'pending_approval', 'open', 'paused'], to: 'cancelled' },
}

export const targetOf = (action: JobAction): JobStatus => TRANSITIONS[action].to

export const allowedActions = (status: JobStatus): JobAction[] =>
  JOB_ACTIONS.filter((action) => TRANSITIONS[action].from.includes(status))

/** Why each action that is not allowed is not. */
export const refusals = (status: JobStatus): Partial<Record<JobAction, string>> =>
  Object.fromEntries(
    JOB_ACTIONS.filter((action) => !TRANSITIONS[action].from.includes(status)).map((action) => [
      action,
      `needs a job that is ${TRANSITIONS[action].from.join(' or ')}`,
    ]),
  )

export const isDeletable = (status: JobStatus): boolean => ['draft', 'closed', 'cancelled'].includes(status)
