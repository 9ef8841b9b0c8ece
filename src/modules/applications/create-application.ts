import type { z } from 'zod'
import type { JobStatus, Stage } from '#src/db/schema/jobs.ts'
import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { reachOf } from '#src/http/principal.ts'
import { AppError, type ErrorKind } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { findNamedCandidate, findOrCreateCandidate, writeCandidates } from '#src/modules/candidates/index.ts'
import { findJob } from '#src/modules/jobs/index.ts'
import { findPipeline } from '#src/modules/pipelines/index.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import { applicationErrors } from './applications.errors.ts'
import { applicationCreated } from './applications.events.ts'
import { type Application, presentStanding } from './applications.present.ts'
import * as repo from './applications.repo.ts'
import type { applicationBody } from './applications.schemas.ts'
import { sharePairing } from './pairing.repo.ts'
import { payloadOf, recordSteps } from './record-steps.ts'

type Input = z.output<typeof applicationBody>

type Refusal =
  | { reason: 'job_not_found' | 'candidate_not_found' }
  | { reason: 'job_not_open'; jobStatus: JobStatus }
  | { reason: 'already_applied'; existingId: string | undefined }

/** @throws AppError 409 where the job takes none or has one of the candidate already, 422 for what is not there */
export function createApplication(ctx: RequestContext, input: Input): Promise<Application> {
  const { job_id: jobId, source, credited_to: creditedTo } = input
  if (input.candidate && !reachOf(ctx.principal, writeCandidates))
    throw new AppError(authErrors.forbidden_action, { detail: `candidate needs ${writeCandidates.scope}.` })
  return withTenant(ctx, async (tx) => {
    const candidateId = await applicantOf(tx, ctx, input)
    if (ctx.reach === 'own') await assertWithinReach(tx, jobId, candidateId, ctx.principal.userId)
    const outcome = await createApplicationIfPossible(tx, ctx, { jobId, candidateId, source, creditedTo })
    if ('reason' in outcome) throw errorOf(outcome)
    return presentStanding(outcome.application, ctx.principal)
  })
}

async function applicantOf(
  tx: TenantTx,
  ctx: RequestContext,
  { candidate_id, candidate }: Input,
): Promise<string> {
  if (candidate) return (await findOrCreateCandidate(tx, ctx, candidate)).id
  if (!candidate_id) throw errorOf({ reason: 'candidate_not_found' })
  return candidate_id
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
  creditedTo?: string | null | undefined
}

/** Has a candidate apply to a job, or says why not. Of two at the same time exactly one makes the application. */
export async function createApplicationIfPossible(
  tx: TenantTx,
  ctx: EmitContext,
  input: NewApplication,
): Promise<{ application: repo.StandingRow } | Refusal> {
  const { jobId, candidateId } = input
  const pairing = await sharePairing(tx, jobId, candidateId)
  if (!pairing) return { reason: (await findJob(tx, jobId)) ? 'candidate_not_found' : 'job_not_found' }
  const { jobStatus, pipelineId, ...snapshot } = pairing
  if (!TAKES_APPLICATIONS.includes(jobStatus)) return { reason: 'job_not_open', jobStatus }
  const application = newRow(tx, input, await pipelineOf(tx, pipelineId), snapshot)
  if (!(await repo.insertApplication(tx, application))) {
    return { reason: 'already_applied', existingId: await repo.findLiveId(tx, jobId, candidateId) }
  }
  recordSteps(tx, ctx.actor, [{ action: 'apply', before: null, after: application }])
  emit(tx, ctx, applicationCreated, application.id, payloadOf(application))
  return { application }
}

export const TAKES_APPLICATIONS: readonly JobStatus[] = ['draft', 'pending_approval', 'open']

/** A job’s pipeline, which has stages. */
export async function pipelineOf(
  tx: TenantTx,
  id: string,
): Promise<{ strict: boolean; stages: [Stage, ...Stage[]] }> {
  const pipeline = await findPipeline(tx, id)
  const [first, ...rest] = pipeline?.stages ?? []
  if (!pipeline || !first) throw new Error('a job has no pipeline with stages')
  return { strict: pipeline.strict, stages: [first, ...rest] }
}

const newRow = (
  tx: TenantTx,
  { jobId, candidateId, resumeId, source, creditedTo }: NewApplication,
  pipeline: Awaited<ReturnType<typeof pipelineOf>>,
  snapshot: repo.ApplicationRow['snapshot'],
): repo.StandingRow => ({
  id: newId(),
  jobId,
  candidateId,
  resumeId: resumeId ?? null,
  stageId: pipeline.stages[0].id,
  stageName: pipeline.stages[0].name,
  stageType: pipeline.stages[0].type,
  stageEnteredAt: tx.now,
  status: 'active',
  statusNote: null,
  rejectionReasonId: null,
  hiredAt: null,
  source: source ?? null,
  creditedTo: creditedTo ?? null,
  snapshot,
  appliedAt: tx.now,
  version: 1,
  createdAt: tx.now,
  updatedAt: tx.now,
  pipeline,
  twinId: null,
})
