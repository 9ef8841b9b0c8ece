import { isDeepStrictEqual } from 'node:util'
import type { RequestContext } from '#src/http/context.ts'
import type { MessageSource, StreamMessage } from '#src/http/event-stream.ts'
import { readOperation } from './operations.service.ts'

type Operation = Awaited<ReturnType<typeof readOperation>>

/** An operation at each change until it has ended. @throws AppError 404 */
export async function followOperation(ctx: RequestContext, id: string): Promise<MessageSource> {
  const first = await readOperation(ctx, id)
  return (stop) => messages(ctx, first, stop)
}

/** What other processes write down is seen this late at the latest. */
const POLL_MS = 500

async function* messages(
  ctx: RequestContext,
  first: Operation,
  stop: AbortSignal,
): AsyncGenerator<StreamMessage> {
  let shown = first
  yield messageOf(shown)
  while (!isOver(shown)) {
    // Work mostly leaves events behind; the rest of its progress waits for the poll.
    await ctx.db.relayed.within(POLL_MS, stop)
    if (stop.aborted) return
    const operation = await readOperation(ctx, first.id)
    if (isDeepStrictEqual(operation, shown)) continue
    shown = operation
    yield messageOf(shown)
  }
}

const isOver = ({ status }: Operation) => status === 'succeeded' || status === 'failed'

const messageOf = (operation: Operation): StreamMessage => ({
  event: isOver(operation) ? 'done' : 'progress',
  data: operation,
})
