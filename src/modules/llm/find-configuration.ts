import type { LlmProvider } from '#src/db/schema/llm.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { inOrderOfUse } from './choose-providers.ts'
import { allCallable } from './providers.repo.ts'

/** The active configuration of one of these makers that is first in line, or, by its id, a certain one. */
export async function findConfiguration(
  tx: TenantTx,
  makers: readonly LlmProvider[],
  id?: string,
): Promise<{ id: string; enabledModels: string[] } | undefined> {
  const usable = (await allCallable(tx)).filter(
    (row) => row.active && makers.includes(row.provider) && (id === undefined || row.id === id),
  )
  const [first] = inOrderOfUse(usable)
  return first && { id: first.id, enabledModels: first.enabledModels }
}
