import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import type { UploadedFile } from '#src/http/multipart.ts'
import { AppError, type ErrorKind } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { findCandidate, visibleCandidate } from '#src/modules/candidates/index.ts'
import { findJob } from '#src/modules/jobs/index.ts'
import { insertOperation } from '#src/modules/operations/index.ts'
import { assertQuota, countMade } from '#src/modules/tenants/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { newResume, presentAccepted, queuedParse, storeFile } from './new-resume.ts'
import { parseTask } from './parse-task.ts'
import { insertParses } from './resume-parses.repo.ts'
import { resumeErrors } from './resumes.errors.ts'
import { resumeUploaded } from './resumes.events.ts'
import { insertResumes } from './resumes.repo.ts'

export interface Upload {
  file: UploadedFile
  candidateId?: string | undefined
  jobId?: string | undefined
}

/** Keeps a file and has it read. @throws AppError 422 where it is for a candidate or job that is not there */
export async function uploadResume(ctx: RequestContext, upload: Upload) {
  const { candidateId, jobId } = upload
  if (candidateId && !(await readTenantOnce(ctx, (tx) => findCandidate(tx, candidateId))))
    throw unknown(resumeErrors.unknown_candidate, '/candidate_id')
  if (jobId && !(await readTenantOnce(ctx, (tx) => findJob(tx, jobId)))) throw unknownJob()
  return keep(ctx, upload)
}

/** As `uploadResume` for a candidate that the address names. @throws AppError 404, 422 */
export async function uploadCandidateResume(ctx: RequestContext, upload: Upload & { candidateId: string }) {
  const { candidateId, jobId } = upload
  await readTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    if (jobId && !(await findJob(tx, jobId))) throw unknownJob()
  })
  return keep(ctx, upload)
}

export const unknownJob = () => unknown(resumeErrors.unknown_job, '/job_id')

const unknown = (kind: ErrorKind, pointer: string) =>
  new AppError(kind, { errors: [{ pointer, code: 'unknown', message: 'names nothing that you can see' }] })

/** The file first: a crash leaves a file without a row, which nobody sees, and never a row without its file. */
async function keep(ctx: RequestContext, upload: Upload) {
  await assertQuota(ctx, 'resumes_this_month')
  const { file } = upload
  const id = newId()
  await storeFile(ctx, id, file.open(), file)
  return withTenant(ctx, async (tx) => {
    const { userId } = ctx.principal
    const resume = newResume(tx, id, { ...upload, uploadedBy: userId })
    insertResumes(tx, [resume])
    const operation = insertOperation(tx, { id: newId(), kind: 'resume.parse', total: 1, createdBy: userId })
    const parse = queuedParse(tx, resume, operation.id)
    insertParses(tx, [parse])
    countMade(ctx, tx, 'resumes_this_month')
    emit(tx, ctx, resumeUploaded, id, {
      parse_id: parse.id,
      candidate_id: resume.candidateId,
      job_id: resume.jobId,
      bulk_id: null,
    })
    enqueue(tx, ctx, parseTask, { parse_id: parse.id })
    return presentAccepted(ctx, { resume, parse, operation })
  })
}
