import { z } from 'zod'
import type { Actor } from '#src/db/schema/events.ts'
import type { Tx } from '#src/db/tx.ts'
import type { Signal } from '#src/lib/signal.ts'
import { insertEvent } from './events.repo.ts'

/** A kind of fact: data in a leaf file, known to its emitter and to whoever reacts. */
export interface EventDefinition<P extends z.ZodType = z.ZodType> {
  readonly type: string
  /** The noun it is about; `resource_id` of an event is an id of that noun. */
  readonly resource: string
  readonly description: string
  readonly payload: P
}

/** A member of payloads: the operation over many things that the fact is one of. */
export const bulkIdSchema = z
  .uuid()
  .nullable()
  .default(null)
  .describe('The operation over many things, where this was one of them')

export function defineEvent<P extends z.ZodType>(definition: EventDefinition<P>): EventDefinition<P> {
  if (!/^[a-z0-9_]+\.[a-z0-9_]+$/.test(definition.type))
    throw new Error(`event type ${definition.type} is malformed`)
  return definition
}

/** Whose an event is and who did it, and how the relay is told that one waits. */
export interface EmitContext {
  readonly tenantId: string
  readonly actor: Actor
  readonly requestId: string
  /** The operation over many things that this is one of: told as `bulk_id` by events that have it. */
  readonly bulkId?: string
  readonly db: { outbox: Signal }
}

/**
 * Writes an event along with the transaction's commit. One fact is one event; it reaches webhooks, subscribers and
 * `GET /v1/events` after the relay has given it its place in the tenant's order. Returns its id.
 */
export function emit<P extends z.ZodType>(
  tx: Tx,
  context: EmitContext,
  definition: EventDefinition<P>,
  resourceId: string,
  payload: z.input<P>,
): string {
  const { bulkId } = context
  const told = bulkId === undefined ? payload : { ...(payload as object), bulk_id: bulkId }
  const parsed = definition.payload.parse(told) as Record<string, unknown>
  const id = insertEvent(tx, {
    definition,
    tenantId: context.tenantId,
    resourceId,
    payload: parsed,
    actor: context.actor,
    requestId: context.requestId,
  })
  tx.emitted.push({ type: definition.type, resource_id: resourceId, payload: parsed })
  tx.onCommit(() => context.db.outbox.fire())
  return id
}
