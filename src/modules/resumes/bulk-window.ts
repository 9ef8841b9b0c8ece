import type { TenantTx } from '#src/db/tx.ts'
import type { EmitContext } from '#src/platform/events/events.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { findLaterParse } from './parse-history.repo.ts'
import { parseTask } from './parse-task.ts'

/**
 * How many files of one bulk upload are on their way at a time: enough to keep several processes busy, and so few that
 * a single file of anybody else waits for no more than these.
 */
const WINDOW = 8

/** Sets the first parses of a bulk upload going, in the order of their ids; each that is settled lets another follow. */
export function openWindow(tx: TenantTx, ctx: EmitContext, parseIds: string[]): void {
  for (const id of parseIds.slice(0, WINDOW)) enqueue(tx, ctx, parseTask, { parse_id: id })
}

/** In the transaction that settles `parse`, which happens once. */
export async function moveWindow(
  tx: TenantTx,
  ctx: EmitContext,
  parse: { id: string; operationId: string },
): Promise<void> {
  const next = await findLaterParse(tx, parse, WINDOW)
  if (next) enqueue(tx, ctx, parseTask, { parse_id: next })
}
