import { withTenant } from '#src/db/tenant.ts'
import type { TaskContext, TaskOutcome } from '#src/platform/tasks/tasks.ts'
import { endEarly } from './conversation.ts'
import { lockEvenHidden } from './sessions.repo.ts'
import { endsAt } from './states.ts'

/** Ends a screening whose time is over: it has expired if it never began, and else it was abandoned. */
export const watchScreening = (ctx: TaskContext, id: string): Promise<TaskOutcome> =>
  withTenant(ctx, async (tx) => {
    const session = await lockEvenHidden(tx, id)
    const retryAt = session && endsAt(session)
    if (!session || !retryAt) return undefined
    if (retryAt > tx.now) return { retryAt }
    if (session.state === 'pending') endEarly({ tx, ctx }, session, 'expire', 'link_expired')
    else endEarly({ tx, ctx }, session, 'abandon', session.expiresAt <= tx.now ? 'link_expired' : 'idle')
    return undefined
  })
