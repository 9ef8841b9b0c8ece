import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { seesContact, visibleCandidate } from '#src/modules/candidates/index.ts'
import { objectKey } from '#src/platform/storage/object-key.ts'
import { type FileAccessRow, insertFileAccess, listFileAccesses } from './file-accesses.repo.ts'

/** A stored file of a candidate, as a link to it names it. */
export interface LinkedFile {
  kind: FileAccessRow['kind']
  id: string
  candidateId: string | null
  filename: string
  contentType: string
}

const AREAS = { resume: 'resumes', attachment: 'attachments' } as const

/**
 * A link to a file, whose making is written down first: there is no link without its line in the log. A file shows
 * everything, so a role that sees no contact data gets none. @throws AppError 403
 */
export async function linkTo(
  ctx: RequestContext,
  { kind, id, candidateId, filename, contentType }: LinkedFile,
  expiresInSeconds: number,
): Promise<{ location: string }> {
  if (!seesContact(ctx.principal)) {
    throw new AppError(authErrors.forbidden_action, {
      detail: 'Your role sees no contact data, and the file has it.',
    })
  }
  await withTenant(ctx, async (tx) =>
    insertFileAccess(tx, {
      id: newId(),
      kind,
      fileId: id,
      candidateId,
      actor: ctx.actor,
      ip: ctx.ip,
      requestId: ctx.requestId,
      expiresAt: new Date(tx.now.getTime() + expiresInSeconds * 1000),
      occurredAt: tx.now,
    }),
  )
  const location = await ctx.app.storage.signedUrl(objectKey(ctx.tenantId, AREAS[kind], id), {
    expiresInSeconds,
    filename,
    contentType,
  })
  return { location }
}

export const listAccesses = (ctx: RequestContext, candidateId: string, request: ListRequest) =>
  readTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    return pageOf(await listFileAccesses(tx, request, { candidate: { candidateId } }), present)
  })

const present = (row: FileAccessRow) => ({
  id: row.id,
  kind: row.kind,
  file_id: row.fileId,
  candidate_id: row.candidateId,
  actor: row.actor,
  ip: row.ip,
  request_id: row.requestId,
  expires_at: isoTime(row.expiresAt),
  occurred_at: isoTime(row.occurredAt),
})
