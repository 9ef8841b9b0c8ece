import type { EndpointStatus } from '#src/db/schema/webhooks.ts'
import { AppError } from '#src/lib/errors.ts'
import { webhookErrors } from './webhooks.errors.ts'

export const ENDPOINT_ACTIONS = ['enable', 'disable', 'test', 'replay'] as const
export type EndpointAction = (typeof ENDPOINT_ACTIONS)[number]

export const allowedActions = (status: EndpointStatus): EndpointAction[] =>
  status === 'active' ? ['disable', 'test', 'replay'] : ['enable']

/** @throws AppError 409 with what would be allowed instead */
export function assertAllowed(status: EndpointStatus, action: EndpointAction): void {
  const allowed = allowedActions(status)
  if (allowed.includes(action)) return
  const refused = ENDPOINT_ACTIONS.filter((other) => !allowed.includes(other))
  throw new AppError(webhookErrors.invalid_transition, {
    detail: `A webhook endpoint that is ${status} does not allow ${action}.`,
    members: {
      current_state: status,
      attempted: action,
      allowed,
      reasons: Object.fromEntries(refused.map((other) => [other, `not while ${status}`])),
    },
  })
}
