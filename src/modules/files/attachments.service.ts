import type { z } from 'zod'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import type { UploadedFile } from '#src/http/multipart.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { findNamedCandidate, lockCandidate, visibleCandidate } from '#src/modules/candidates/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { objectKey } from '#src/platform/storage/object-key.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { attachmentType } from './attachment-type.ts'
import { attachmentErrors } from './attachments.errors.ts'
import { attachmentAdded, attachmentRemoved, attachmentUpdated } from './attachments.events.ts'
import * as repo from './attachments.repo.ts'
import type { attachmentBody, attachmentPatch, attachmentSchema } from './attachments.schemas.ts'
import { linkTo } from './file-accesses.service.ts'
import { removeObjectTask } from './files.tasks.ts'

type Attachment = z.input<typeof attachmentSchema>

const MAX_ATTACHMENTS = 100

/** Keeps a file with a candidate. The file first: a crash leaves one without a row, which nobody sees and a sweep removes. */
export async function attachFile(
  ctx: RequestContext,
  candidateId: string,
  file: UploadedFile,
  { type, description = null }: z.output<typeof attachmentBody>,
): Promise<Attachment> {
  await readTenant(ctx, (tx) => visibleCandidate(ctx, tx, candidateId))
  const contentType = await attachmentType(file)
  const id = newId()
  const { sha256, size } = file
  await ctx.app.storage.put(objectKey(ctx.tenantId, 'attachments', id), file.open(), {
    contentType,
    sha256,
    size,
  })
  return withTenant(ctx, async (tx) => {
    // The lock keeps two uploads from both being the last one that fits.
    await lockCandidate(tx, candidateId)
    await assertRoom(tx, candidateId)
    const row: repo.AttachmentRow = {
      id,
      candidateId,
      type,
      filename: file.filename,
      description,
      contentType,
      sizeBytes: size,
      sha256,
      uploadedBy: ctx.principal.userId,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    repo.insertAttachment(tx, row)
    emit(tx, ctx, attachmentAdded, id, { candidate_id: candidateId, type })
    return present(row)
  })
}

async function assertRoom(tx: TenantTx, candidateId: string): Promise<void> {
  if ((await repo.countAttachments(tx, candidateId)) >= MAX_ATTACHMENTS)
    throw new AppError(attachmentErrors.too_many, { members: { limit: MAX_ATTACHMENTS } })
}

export const listAttachments = (ctx: RequestContext, candidateId: string, request: ListRequest) =>
  readTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    return pageOf(await repo.listAttachments(tx, request, { candidate: { candidateId } }), present)
  })

export const readAttachment = (ctx: RequestContext, id: string): Promise<Attachment> =>
  readTenant(ctx, async (tx) => present(await visible(ctx, tx, await repo.findAttachment(tx, id))))

/** @throws AppError 404 for what is not there, and for what is attached to somebody out of a person's reach */
async function visible(
  { reach, principal }: RequestContext,
  tx: TenantTx,
  row: repo.AttachmentRow | undefined,
): Promise<repo.AttachmentRow> {
  const isWithinReach =
    row && (reach === 'all' || (await findNamedCandidate(tx, row.candidateId, principal.userId)))
  if (!isWithinReach) throw new AppError(attachmentErrors.not_found)
  return row
}

export function updateAttachment(
  ctx: RequestContext,
  id: string,
  patch: z.output<typeof attachmentPatch>,
  ifMatch: number | undefined,
): Promise<Attachment> {
  return withTenant(ctx, async (tx) => {
    const before = await visible(ctx, tx, await repo.lockAttachment(tx, id))
    assertVersion(ifMatch, before.version)
    const { type = before.type, description = before.description } = patch
    if (type === before.type && description === before.description) return present(before)
    const saved = { ...before, type, description, version: before.version + 1, updatedAt: tx.now }
    repo.updateAttachment(tx, saved)
    emit(tx, ctx, attachmentUpdated, id, { candidate_id: saved.candidateId, type })
    return present(saved)
  })
}

export async function removeAttachment(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const row = await visible(ctx, tx, await repo.lockAttachment(tx, id))
    assertVersion(ifMatch, row.version)
    repo.deleteAttachment(tx, id)
    enqueue(tx, ctx, removeObjectTask, { area: 'attachments', id })
    emit(tx, ctx, attachmentRemoved, id, { candidate_id: row.candidateId, type: row.type })
  })
}

export async function linkToAttachment(ctx: RequestContext, id: string, expiresInSeconds: number) {
  const row = await readTenant(ctx, async (tx) => visible(ctx, tx, await repo.findAttachment(tx, id)))
  const { candidateId, filename, contentType } = row
  return linkTo(ctx, { kind: 'attachment', id, candidateId, filename, contentType }, expiresInSeconds)
}

const present = (row: repo.AttachmentRow): Attachment => ({
  id: row.id,
  candidate_id: row.candidateId,
  type: row.type,
  filename: row.filename,
  description: row.description,
  content_type: row.contentType,
  size_bytes: row.sizeBytes,
  sha256: row.sha256,
  uploaded_by: row.uploadedBy,
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})
