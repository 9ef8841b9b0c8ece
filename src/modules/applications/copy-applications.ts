import type { TenantTx } from '#src/db/tx.ts'
import type { Principal } from '#src/http/principal.ts'
import type { ListRequest, Page } from '#src/lib/list.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { type Application, presentApplication } from './applications.present.ts'
import * as repo from './applications.repo.ts'

/** Applications, for those who keep a copy of them: a page of all, or of those whose ids are `among`. */
export async function copyApplications(
  tx: TenantTx,
  principal: Principal,
  request: ListRequest,
  among?: string[],
): Promise<Page<Application>> {
  const page = await repo.listApplications(tx, request, {
    ...(among && { among: { ids: arrayLiteral(among) } }),
  })
  return { ...page, rows: page.rows.map((row) => presentApplication(row, principal)) }
}
