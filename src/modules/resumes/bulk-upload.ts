import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import type { UploadedFile } from '#src/http/multipart.ts'
import { newId } from '#src/lib/ids.ts'
import { findJob } from '#src/modules/jobs/index.ts'
import { insertOperationOfItems, presentOperation } from '#src/modules/operations/index.ts'
import { assertQuota, countMade } from '#src/modules/tenants/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { type BulkFile, bulkFilesOf, type Content } from './bulk-files.ts'
import { openWindow } from './bulk-window.ts'
import { newResume, queuedParse, storeFile } from './new-resume.ts'
import { REASONS, type Reason } from './reasons.ts'
import { insertParses } from './resume-parses.repo.ts'
import { resumeUploaded } from './resumes.events.ts'
import { insertResumes } from './resumes.repo.ts'
import { unknownJob } from './upload-resume.ts'

/**
 * Keeps many files and has each read, as if it had been sent by itself: what is wrong with one is its own result. All
 * is written down in one transaction, so that after a crash either nothing was accepted or everything goes on.
 * @throws AppError 402, 413, 422
 */
export async function uploadInBulk(ctx: RequestContext, uploads: UploadedFile[], jobId: string | undefined) {
  if (jobId && !(await readTenantOnce(ctx, (tx) => findJob(tx, jobId)))) throw unknownJob()
  const files = await bulkFilesOf(uploads)
  const readable = files.filter(({ refused }) => !refused).length
  if (readable > 0) await assertQuota(ctx, 'resumes_this_month', readable)
  const kept = await keepAll(ctx, files)
  return withTenant(ctx, async (tx) => ({ operation: presentOperation(accept(tx, ctx, kept, jobId)) }))
}

type Kept = { label: string } & (
  | { refused: Reason }
  | { refused?: undefined; resumeId: string; file: { filename: string; size: number; sha256: string } }
)

/** Files that are unpacked and stored at a time: what of them is in memory. */
const AT_A_TIME = 8

/** The same content twice is one resume: its second file is refused. */
async function keepAll(ctx: RequestContext, files: BulkFile[]): Promise<Kept[]> {
  const known = new Set<string>()
  const kept: Kept[] = []
  for (let at = 0; at < files.length; at += AT_A_TIME) {
    const batch = files.slice(at, at + AT_A_TIME)
    const contents = await Promise.all(batch.map(loaded))
    const storing = batch.map((file, i) => keep(ctx, file, contents[i] ?? 'file.corrupt', known))
    kept.push(...(await Promise.all(storing)))
  }
  return kept
}

const loaded = async (file: BulkFile): Promise<Content | Reason> =>
  file.refused ?? (await file.load().catch((): Reason => 'file.corrupt'))

async function keep(
  ctx: RequestContext,
  { label, filename }: BulkFile,
  content: Content | Reason,
  known: Set<string>,
): Promise<Kept> {
  if (typeof content === 'string') return { label, refused: content }
  const { body, size, sha256 } = content
  if (known.has(sha256)) return { label, refused: 'file.duplicate' }
  known.add(sha256)
  const resumeId = newId()
  await storeFile(ctx, resumeId, body, { size, sha256 })
  return { label, resumeId, file: { filename, size, sha256 } }
}

function accept(tx: TenantTx, ctx: RequestContext, kept: Kept[], jobId: string | undefined) {
  const operationId = newId()
  const { userId } = ctx.principal
  const items = kept.map((file) => ({ ...file, id: newId() }))
  const operation = insertOperationOfItems(
    tx,
    { id: operationId, kind: 'resume.bulk', createdBy: userId },
    items.map(({ id, label, refused }) => ({
      id,
      label,
      ...(refused && { error: { code: refused, detail: REASONS[refused] } }),
    })),
  )
  const uploads = items.flatMap((item) => {
    if (item.refused !== undefined) return []
    const resume = newResume(tx, item.resumeId, { file: item.file, jobId, uploadedBy: userId })
    return [{ resume, parse: { ...queuedParse(tx, resume, operationId), operationItemId: item.id } }]
  })
  if (uploads.length === 0) return operation
  insertResumes(
    tx,
    uploads.map(({ resume }) => resume),
  )
  insertParses(
    tx,
    uploads.map(({ parse }) => parse),
  )
  for (const { resume, parse } of uploads) {
    const { candidateId: candidate_id, jobId: job_id } = resume
    emit(tx, ctx, resumeUploaded, resume.id, {
      parse_id: parse.id,
      candidate_id,
      job_id,
      bulk_id: operationId,
    })
  }
  countMade(ctx, tx, 'resumes_this_month', uploads.length)
  openWindow(
    tx,
    ctx,
    uploads.map(({ parse }) => parse.id),
  )
  return operation
}
