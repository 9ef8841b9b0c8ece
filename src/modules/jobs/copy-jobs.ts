import type { TenantTx } from '#src/db/tx.ts'
import type { ListRequest, Page } from '#src/lib/list.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { listExternalIds } from '#src/modules/external-ids/index.ts'
import { type Job, presentJob } from './jobs.present.ts'
import * as repo from './jobs.repo.ts'

/** Jobs with their skills and external ids, for those who keep a copy of them: a page of all, or of those whose ids are `among`. */
export async function copyJobs(tx: TenantTx, request: ListRequest, among?: string[]): Promise<Page<Job>> {
  const page = await repo.listJobs(tx, request, { ...(among && { among: { ids: arrayLiteral(among) } }) })
  const ids = page.rows.map(({ id }) => id)
  const skills = Map.groupBy(await repo.listSkills(tx, ids), ({ jobId }) => jobId)
  const externalIds = Map.groupBy(await listExternalIds(tx, 'job', ids), ({ entityId }) => entityId)
  const present = (row: repo.JobRow) =>
    presentJob(row, { skills: skills.get(row.id) ?? [], externalIds: externalIds.get(row.id) ?? [] })
  return { ...page, rows: page.rows.map(present) }
}
