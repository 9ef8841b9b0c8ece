import { readTenant, readTenantOnce } from '#src/db/tenant.ts'
import type { PublicContext } from '#src/http/context.ts'
import type { MessageSource, StreamMessage } from '#src/http/event-stream.ts'
import { findEventOrder } from '#src/platform/events/events.repo.ts'
import { relayWatchOf } from '#src/platform/tasks/relay-watch.ts'
import { type Holder, holderOf, readHeld } from './holder.ts'
import { presentMessage } from './sessions.present.ts'
import { isOpen } from './states.ts'
import { type MessageRow, readMessages } from './transcript.repo.ts'

/** The messages of a screening after one of them, as they are written, until it has ended. @throws AppError 401, 410 */
export async function followMessages(
  ctx: PublicContext,
  token: string | undefined,
  id: string,
  after: number | undefined,
): Promise<MessageSource> {
  const holder = await holderOf(ctx, token, id)
  await readTenantOnce(holder, (tx) => readHeld(tx, holder))
  return (stop) => messages(holder, after ?? 0, stop)
}

async function* messages(holder: Holder, from: number, stop: AbortSignal): AsyncGenerator<StreamMessage> {
  const watch = relayWatchOf(holder.app)
  let place = from
  for (;;) {
    const { rows, goesOn, seen } = await readOn(holder, place)
    for (const row of rows) {
      yield { id: row.sequence, event: row.kind, data: presentMessage(row) }
      place = row.sequence
    }
    if (!goesOn || (await watch.next(holder.tenantId, seen, stop)) === undefined) return
  }
}

interface Read {
  rows: MessageRow[]
  goesOn: boolean
  /** The tenant's last event: what is written later is told of by a later one. */
  seen: number
}

/** The token is proved each time, so a stream ends with what it is worth. */
const readOn = (holder: Holder, after: number): Promise<Read> =>
  readTenant(holder, async (tx) => {
    const { last: seen } = await findEventOrder(tx)
    const { state } = await readHeld(tx, holder)
    return { seen, goesOn: isOpen(state), rows: await readMessages(tx, holder.sessionId, after) }
  })
