import type { z } from 'zod'
import type { JobStatus } from '#src/db/schema/jobs.ts'
import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError, type ErrorKind } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { findNamedCandidate } from '#src/modules/candidates/index.ts'
import { findJob } from '#src/modules/jobs/index.ts'
import { firstStageOf } from '#src/modules/pipelines/index.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import { applicationErrors } from './applications.errors.ts'
import { applicationCreated } from './applications.events.ts'
import { type Application, presentApplication } from './applications.present.ts'
import * as repo from './applications.repo.ts'
import type { applicationBody } from './applications.schemas.ts'
import { payloadOf } from './applications.service.ts'

type Refusal =
  | { reason: 'job_not_found' | 'candidate_not_found' }
  | { reason: 'job_not_open'; jobStatus: JobStatus }
  | { reason: 'already_applied'; existingId: string | undefined }

/** @throws AppError 409 where the job takes none or has one of the candidate already, 422 for what is not there */
export function createApplication(
  ctx: RequestContext,
  input: z.output<typeof applicationBody>,
): Promise<Application> {
  const { job_id: jobId, candidate_id: candidateId, source } = input
  return withTenant(ctx, async (tx) => {
    if (ctx.reach === 'own') await assertWithinReach(tx, jobId, candidateId, ctx.principal.userId)
    const outcome = await createApplicationIfPossible(tx, ctx, { jobId, candidateId, source })
    if ('reason' in outcome) throw errorOf(outcome)
    return presentApplication(outcome.application, ctx.principal)
  })
}

/** Whoever reads only the candidates of their own jobs brings only those to their own jobs. */
async function assertWithinReach(
  tx: TenantTx,
  jobId: string,
  candidateId: string,
  person: string,
): Promise<void> {
  const job = await findJob(tx, jobId)
  if (job?.recruiterId !== person && job?.hiringManagerId !== person)
    throw errorOf({ reason: 'job_not_found' })
  if (!(await findNamedCandidate(tx, candidateId, person))) throw errorOf({ reason: 'candidate_not_found' })
}

function errorOf(refusal: Refusal): AppError {
  switch (refusal.reason) {
    case 'job_not_found':
      return unknown(applicationErrors.unknown_job, '/job_id')
    case 'candidate_not_found':
      return unknown(applicationErrors.unknown_candidate, '/candidate_id')
    case 'job_not_open':
      return new AppError(applicationErrors.job_not_open, { members: { job_status: refusal.jobStatus } })
    case 'already_applied':
      return new AppError(applicationErrors.duplicate, {
        members: { existing_id: refusal.existingId ?? null },
      })
  }
}

const unknown = (kind: ErrorKind, pointer: string) =>
  new AppError(kind, { errors: [{ pointer, code: 'unknown', message: 'names nothing that you can see' }] })

interface NewApplication {
  jobId: string
  candidateId: string
  resumeId?: string | null
  source?: string | null | undefined
}

/** Has a candidate apply to a job, or says why not. Of two at the same time exactly one makes the application. */
export async function createApplicationIfPossible(
  tx: TenantTx,
  ctx: EmitContext,
  input: NewApplication,
): Promise<{ application: repo.ApplicationRow } | Refusal> {
  const { jobId, candidateId } = input
  const pairing = await repo.sharePairing(tx, jobId, candidateId)
  if (!pairing) return { reason: (await findJob(tx, jobId)) ? 'candidate_not_found' : 'job_not_found' }
  const { jobStatus, pipelineId, ...snapshot } = pairing
  if (!TAKES_APPLICATIONS.includes(jobStatus)) return { reason: 'job_not_open', jobStatus }
  const application = newRow(tx, input, await firstStageOf(tx, pipelineId), snapshot)
  if (!(await repo.insertApplication(tx, application))) {
    return { reason: 'already_applied', existingId: await repo.findLiveId(tx, jobId, candidateId) }
  }
  emit(tx, ctx, applicationCreated, application.id, payloadOf(application))
  return { application }
}

const TAKES_APPLICATIONS: readonly JobStatus[] = ['draft', 'pending_approval', 'open']

const newRow = (
  tx: TenantTx,
  { jobId, candidateId, resumeId, source }: NewApplication,
  stage: Awaited<ReturnType<typeof firstStageOf>>,
  snapshot: repo.ApplicationRow['snapshot'],
): repo.ApplicationRow => ({
  id: newId(),
  jobId,
  candidateId,
  resumeId: resumeId ?? null,
  stageId: stage.id,
  stageName: stage.name,
  stageType: stage.type as repo.ApplicationRow['stageType'],
  status: 'active',
  source: source ?? null,
  snapshot,
  appliedAt: tx.now,
  version: 1,
  createdAt: tx.now,
  updatedAt: tx.now,
})
