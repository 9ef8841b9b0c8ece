import { withTenant } from '#src/db/tenant.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { endEarly } from './conversation.ts'
import { listUnwanted, lockEvenHidden } from './sessions.repo.ts'
import { isOpen } from './states.ts'

const BATCH = 100

/** Ends the screenings that are open for an application, or for those to a job, that is no longer there to be asked about. */
export async function closeUnwanted(ctx: TaskContext, about: string): Promise<undefined> {
  while (await closeBatch(ctx, about)) ctx.signal.throwIfAborted()
}

/** Answers whether there may be more. What is wanted again by now goes on. */
const closeBatch = (ctx: TaskContext, about: string): Promise<boolean> =>
  withTenant(ctx, async (tx) => {
    const ids = await listUnwanted(tx, about, BATCH)
    for (const id of ids) {
      const session = await lockEvenHidden(tx, id)
      if (session && isOpen(session.state) && !session.isWanted)
        endEarly({ tx, ctx }, session, 'cancel', 'no_longer_needed')
    }
    return ids.length === BATCH
  })
