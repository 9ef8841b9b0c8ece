import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import type { UploadedFile } from '#src/http/multipart.ts'
import { AppError, type ErrorKind } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { findCandidate, visibleCandidate } from '#src/modules/candidates/index.ts'
import { findJob } from '#src/modules/jobs/index.ts'
import { insertOperation, presentOperation } from '#src/modules/operations/index.ts'
import { assertQuota, countOne } from '#src/modules/tenants/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { objectKey } from '#src/platform/storage/object-key.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { insertParse, type ParseRow } from './resume-parses.repo.ts'
import { resumeErrors } from './resumes.errors.ts'
import { resumeUploaded } from './resumes.events.ts'
import { presentParse, presentResume } from './resumes.present.ts'
import { insertResume, type ResumeRow } from './resumes.repo.ts'
import { parseResumeTask } from './resumes.tasks.ts'

export interface Upload {
  file: UploadedFile
  candidateId?: string | undefined
  jobId?: string | undefined
}

/** Keeps a file and has it read. @throws AppError 422 where it is for a candidate or job that is not there */
export async function uploadResume(ctx: RequestContext, upload: Upload) {
  const { candidateId, jobId } = upload
  if (candidateId || jobId) {
    await readTenant(ctx, async (tx) => {
      if (candidateId && !(await findCandidate(tx, candidateId)))
        throw unknown(resumeErrors.unknown_candidate, '/candidate_id')
      if (jobId && !(await findJob(tx, jobId))) throw unknown(resumeErrors.unknown_job, '/job_id')
    })
  }
  return keep(ctx, upload)
}

/** As `uploadResume` for a candidate that the address names. @throws AppError 404, 422 */
export async function uploadCandidateResume(ctx: RequestContext, upload: Upload & { candidateId: string }) {
  const { candidateId, jobId } = upload
  await readTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    if (jobId && !(await findJob(tx, jobId))) throw unknown(resumeErrors.unknown_job, '/job_id')
  })
  return keep(ctx, upload)
}

const unknown = (kind: ErrorKind, pointer: string) =>
  new AppError(kind, { errors: [{ pointer, code: 'unknown', message: 'names nothing that you can see' }] })

/** The file first: a crash leaves a file without a row, which nobody sees, and never a row without its file. */
async function keep(ctx: RequestContext, upload: Upload) {
  await assertQuota(ctx, 'resumes_this_month')
  const { file } = upload
  const id = newId()
  await ctx.app.storage.put(objectKey(ctx.tenantId, 'resumes', id), file.open(), {
    // What it is shows itself when it is read; no client is believed.
    contentType: 'application/octet-stream',
    sha256: file.sha256,
    size: file.size,
  })
  return withTenant(ctx, async (tx) => {
    const times = { createdAt: tx.now, updatedAt: tx.now }
    const resume = { ...resumeOf(id, upload, ctx.principal.userId), ...times }
    insertResume(tx, resume)
    const operation = insertOperation(tx, {
      id: newId(),
      kind: 'resume.parse',
      total: 1,
      createdBy: ctx.principal.userId,
    })
    const parse = { ...queuedParse(resume, operation.id), ...times }
    insertParse(tx, parse)
    countOne(ctx, tx, 'resumes_this_month')
    emit(tx, ctx, resumeUploaded, id, {
      parse_id: parse.id,
      candidate_id: resume.candidateId,
      job_id: resume.jobId,
    })
    enqueue(tx, ctx, parseResumeTask, { parse_id: parse.id })
    return {
      resume: presentResume(resume, parse),
      parse: presentParse(parse, ctx.principal),
      operation: presentOperation(operation),
    }
  })
}

type Untimed<Row> = Omit<Row, 'createdAt' | 'updatedAt'>

const resumeOf = (
  id: string,
  { file, candidateId, jobId }: Upload,
  uploadedBy: string,
): Untimed<ResumeRow> => ({
  id,
  candidateId: candidateId ?? null,
  jobId: jobId ?? null,
  filename: file.filename,
  contentType: null,
  sizeBytes: file.size,
  sha256: file.sha256,
  isPrimary: false,
  uploadedBy,
  version: 1,
})

const queuedParse = (
  { id: resumeId, candidateId }: Untimed<ResumeRow>,
  operationId: string,
): Untimed<ParseRow> => ({
  id: newId(),
  resumeId,
  operationId,
  candidateId,
  applicationId: null,
  state: 'queued',
  reasonCodes: [],
  parserVersion: null,
  language: null,
  pageCount: null,
  parsedData: null,
  provenance: null,
  startedAt: null,
  finishedAt: null,
})
