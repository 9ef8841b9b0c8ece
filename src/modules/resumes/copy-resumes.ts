import type { TenantTx } from '#src/db/tx.ts'
import type { Principal } from '#src/http/principal.ts'
import type { ListRequest, Page } from '#src/lib/list.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import * as parses from './resume-parses.repo.ts'
import { presentResume } from './resumes.present.ts'
import * as repo from './resumes.repo.ts'

/**
 * Resumes with the state of their latest parse, for those who see the whole tenant and keep a copy of it: a page of all,
 * or of those whose ids are `among`.
 */
export async function copyResumes(
  tx: TenantTx,
  principal: Principal,
  request: ListRequest,
  among?: string[],
): Promise<Page<ReturnType<typeof presentResume>>> {
  const sight = { person: principal.userId, unclaimed: true, onlyNamed: false }
  const page = await repo.listResumes(tx, request, {
    visible: sight,
    ...(among && { among: { ids: arrayLiteral(among) } }),
  })
  const ids = page.rows.map(({ id }) => id)
  const latest = new Map(
    (await parses.listLatestParses(tx, ids, sight)).map((parse) => [parse.resumeId, parse]),
  )
  return { ...page, rows: page.rows.map((row) => presentResume(row, latest.get(row.id))) }
}
