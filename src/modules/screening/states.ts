import type { ScreeningState } from '#src/db/schema/screening.ts'
import { AppError } from '#src/lib/errors.ts'
import { screeningErrors } from './screening.errors.ts'

const SCREENING_ACTIONS = ['start', 'complete', 'abandon', 'expire', 'cancel'] as const
type ScreeningAction = (typeof SCREENING_ACTIONS)[number]

/** The state machine. None of it touches the application. */
const TRANSITIONS: Record<ScreeningAction, { from: readonly ScreeningState[]; to: ScreeningState }> = {
  start: { from: ['pending'], to: 'in_progress' },
  complete: { from: ['in_progress'], to: 'completed' },
  abandon: { from: ['in_progress'], to: 'abandoned' },
  expire: { from: ['pending'], to: 'expired' },
  cancel: { from: ['pending', 'in_progress'], to: 'cancelled' },
}

/** The state an action leads to. @throws AppError 409 with what would be allowed instead */
export function stateAfter(action: ScreeningAction, state: ScreeningState): ScreeningState {
  const { from, to } = TRANSITIONS[action]
  if (from.includes(state)) return to
  const allowed = SCREENING_ACTIONS.filter((other) => TRANSITIONS[other].from.includes(state))
  const refused = SCREENING_ACTIONS.filter((other) => !allowed.includes(other))
  const reasons = refused.map((other) => [
    other,
    `needs a screening that is ${TRANSITIONS[other].from.join(' or ')}`,
  ])
  throw new AppError(screeningErrors.invalid_transition, {
    detail: `A screening that is ${state} does not allow ${action}.`,
    members: { current_state: state, attempted: action, allowed, reasons: Object.fromEntries(reasons) },
  })
}

export const isOpen = (state: ScreeningState): boolean => state === 'pending' || state === 'in_progress'

interface Standing {
  state: ScreeningState
  activeAt: Date
  idleMinutes: number
  expiresAt: Date
}

/** When a screening ends by itself if nothing happens; undefined when it has ended. */
export function endsAt({ state, activeAt, idleMinutes, expiresAt }: Standing): Date | undefined {
  if (!isOpen(state)) return undefined
  if (state === 'pending') return expiresAt
  return new Date(Math.min(activeAt.getTime() + idleMinutes * 60_000, expiresAt.getTime()))
}
