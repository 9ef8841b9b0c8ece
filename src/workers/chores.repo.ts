import { asc, gt, lte } from 'drizzle-orm'
import { chores } from '#src/db/schema/events.ts'
import { tenants } from '#src/db/schema/identity.ts'
import { query } from '#src/db/statement.ts'
import { withSystem } from '#src/db/system.ts'
import { LOWEST_ID } from '#src/lib/ids.ts'

type From = Parameters<typeof withSystem>[0]

/** Whether it is this process's turn to do a chore: true once in `everyMs`, for one process of all. */
export const claimChore = (from: From, name: string, everyMs: number): Promise<boolean> =>
  withSystem(from, 'sweep', async (tx) => {
    const ranAt = tx.now
    const claim = query
      .insert(chores)
      .values({ name, ranAt })
      .onConflictDoUpdate({
        target: chores.name,
        set: { ranAt },
        setWhere: lte(chores.ranAt, new Date(ranAt.getTime() - everyMs)),
      })
    return (await tx.run(claim)) === 1
  })

const PAGE = 500

/** The ids of all tenants, page by page. */
export async function* eachTenant(from: From): AsyncGenerator<string> {
  let after = LOWEST_ID
  for (let rows = PAGE; rows === PAGE; ) {
    const next = query
      .select({ id: tenants.id })
      .from(tenants)
      .where(gt(tenants.id, after))
      .orderBy(asc(tenants.id))
      .limit(PAGE)
    const page = await withSystem(from, 'sweep', (tx) => tx.all(next))
    for (const { id } of page) yield id
    rows = page.length
    after = page.at(-1)?.id ?? after
  }
}
