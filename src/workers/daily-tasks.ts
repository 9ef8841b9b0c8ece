import type { AppContext } from '#src/context.ts'
import { wholeTenant } from '#src/db/scope.ts'
import { withTenant } from '#src/db/tenant.ts'
import { newId } from '#src/lib/ids.ts'
import { enqueue, type TaskDefinition } from '#src/platform/tasks/tasks.ts'
import { eachTenant } from './chores.repo.ts'

/** Work that is owed to each tenant once a day; its payload is empty and its key one word. */
export type DailyTask = Pick<TaskDefinition, 'name' | 'payload' | 'key'>

/** Resolves to how many tasks it made. */
export async function handOutDaily(
  { db, clock }: Pick<AppContext, 'db' | 'clock'>,
  daily: readonly DailyTask[],
  tenants: AsyncIterable<string> | Iterable<string> = eachTenant({ db, clock }),
): Promise<number> {
  let made = 0
  for await (const tenantId of tenants) {
    const scope = wholeTenant({ db, clock, tenantId, requestId: newId() })
    await withTenant(scope, async (tx) => {
      for (const task of daily) enqueue(tx, scope, task, {})
    })
    made += daily.length
  }
  return made
}
