import type { z } from 'zod'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { Created } from '#src/http/route.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { findClient } from '#src/modules/clients/index.ts'
import {
  claimExternalId,
  type ExternalId,
  externalIdTaken,
  holdExternalIds,
  listExternalIds,
  replaceExternalIds,
  setExternalIds,
} from '#src/modules/external-ids/index.ts'
import { copyPipeline } from '#src/modules/pipelines/index.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import { applyPatch, assertRanges, changesBetween } from './jobs.edit.ts'
import { jobErrors } from './jobs.errors.ts'
import { jobCreated, jobDeleted, jobUpdated } from './jobs.events.ts'
import { type Job, type JobExtras, presentHistory, presentJob } from './jobs.present.ts'
import * as repo from './jobs.repo.ts'
import type { JobPatch, jobBody, jobUpsert } from './jobs.schemas.ts'
import { isDeletable } from './jobs.states.ts'

/** Makes a draft. */
export const createJob = (ctx: RequestContext, input: z.output<typeof jobBody>): Promise<Job> =>
  withTenant(ctx, (tx) => draft(ctx, tx, input))

async function draft(
  ctx: RequestContext,
  tx: TenantTx,
  { pipeline_id: templateId, external_ids: externalIds = [], ...fields }: z.output<typeof jobBody>,
  id = newId(),
) {
  const pipelineId = await copyPipeline(tx, templateId)
  if (!pipelineId) throw unknownPipeline()
  const row = applyPatch(blankJob(ctx, tx, { id, pipelineId }), fields)
  assertRanges(row)
  await assertClient(tx, row)
  await setExternalIds(tx, 'job', id, externalIds)
  repo.insertJob(tx, row)
  repo.insertHistory(tx, row.id, {
    ...NO_MOVE,
    action: 'create',
    toStatus: 'draft',
    changes: {},
    actor: ctx.actor,
  })
  emit(tx, ctx, jobCreated, row.id, row)
  return presentJob(row)
}

const unknownPipeline = () =>
  new AppError(jobErrors.unknown_pipeline, {
    errors: [{ pointer: '/pipeline_id', code: 'unknown', message: 'names no pipeline template' }],
  })

/** @throws AppError 422 where the client is not there, or takes no further jobs */
async function assertClient(tx: TenantTx, { clientId }: repo.JobRow): Promise<void> {
  if (clientId === null) return
  const client = await findClient(tx, clientId)
  if (client && !client.archived) return
  throw new AppError(jobErrors.unknown_client, {
    errors: [{ pointer: '/client_id', code: 'unknown', message: 'names no client that takes jobs' }],
  })
}

const NO_MOVE = { fromStatus: null, toStatus: null, reason: null }

const blankJob = (
  ctx: RequestContext,
  tx: TenantTx,
  { id, pipelineId }: Pick<repo.JobRow, 'id' | 'pipelineId'>,
): repo.JobRow => ({
  id,
  title: '',
  description: '',
  department: null,
  location: null,
  locationType: null,
  employmentType: null,
  experienceMin: null,
  experienceMax: null,
  educationMin: null,
  salaryMin: null,
  salaryMax: null,
  salaryCurrency: null,
  status: 'draft',
  statusReason: null,
  pipelineId,
  clientId: null,
  recruiterId: null,
  hiringManagerId: null,
  createdBy: ctx.principal.userId,
  openedAt: null,
  closedAt: null,
  version: 1,
  createdAt: tx.now,
  updatedAt: tx.now,
})

export function listJobs(ctx: RequestContext, request: ListRequest) {
  const several = request.search !== undefined || request.expand.length > 0
  return (several ? readTenant : readTenantOnce)(ctx, async (tx) => {
    const among =
      request.search === undefined ? undefined : { ids: await repo.searchJobIds(tx, request.search) }
    const named = ctx.reach === 'own' ? { person: ctx.principal.userId } : undefined
    const page = await repo.listJobs(tx, request, { ...(among && { among }), ...(named && { named }) })
    const extras = await readExtras(
      tx,
      page.rows.map((row) => row.id),
      request.expand,
    )
    return pageOf(page, (row) => presentJob(row, extras(row.id)))
  })
}

export function readJob(ctx: RequestContext, id: string, expand: string[]): Promise<Job> {
  return (expand.length > 0 ? readTenant : readTenantOnce)(ctx, async (tx) => {
    const row = visibleJob(ctx, await repo.findJob(tx, id))
    const extras = await readExtras(tx, [id], expand)
    return presentJob(row, extras(id))
  })
}

/** One statement an expanded member, whatever the number of jobs. */
async function readExtras(tx: TenantTx, ids: string[], expand: string[]): Promise<(id: string) => JobExtras> {
  const skills = expand.includes('skills') ? await repo.listSkills(tx, ids) : undefined
  const counts = expand.includes('counters') ? await repo.countApplications(tx, ids) : undefined
  const externalIds = expand.includes('external_ids') ? await listExternalIds(tx, 'job', ids) : undefined
  return (id) => ({
    externalIds: externalIds?.filter(({ entityId }) => entityId === id),
    skills: skills?.filter((skill) => skill.jobId === id),
    counts: counts?.filter((entry) => entry.jobId === id),
  })
}

export function updateJob(
  ctx: RequestContext,
  id: string,
  patch: JobPatch,
  ifMatch: number | undefined,
): Promise<Job> {
  return withTenant(ctx, async (tx) => {
    const before = visibleJob(ctx, await repo.lockJob(tx, id))
    assertVersion(ifMatch, before.version)
    return edit(ctx, tx, before, patch)
  })
}

async function edit(ctx: RequestContext, tx: TenantTx, before: repo.JobRow, patch: JobPatch): Promise<Job> {
  const after = applyPatch(before, patch)
  assertRanges(after)
  if (after.clientId !== before.clientId) await assertClient(tx, after)
  const renamed = patch.external_ids && (await replaceExternalIds(tx, 'job', before.id, patch.external_ids))
  const changes = { ...changesBetween(before, after), ...(renamed && { external_ids: renamed }) }
  if (Object.keys(changes).length === 0) return presentJob(before)
  return presentJob(saveJob(tx, ctx, after, changes))
}

/** Changes the job that another system calls so, or drafts one. Of two at once, one drafts and the other changes. */
export function upsertJob(
  ctx: RequestContext,
  externalId: ExternalId,
  input: z.output<typeof jobUpsert>,
  ifMatch: number | undefined,
): Promise<Job | Created<Job>> {
  return withTenant(ctx, async (tx) => {
    const id = newId()
    const holder = await claimExternalId(tx, 'job', id, externalId)
    if (holder === id) {
      assertVersion(ifMatch, 0)
      return new Created(await draft(ctx, tx, input, id), `/v1/jobs/${id}`)
    }
    const before = holder && (await repo.lockJob(tx, holder))
    if (!before) throw externalIdTaken()
    assertVersion(ifMatch, before.version)
    return edit(ctx, tx, before, input)
  })
}

/** Writes a locked job of which `changes` tells what is new, be it fields or what belongs to it, and tells of it. */
export function saveJob(
  tx: TenantTx,
  ctx: EmitContext,
  row: repo.JobRow,
  changes: repo.JobHistoryRow['changes'],
): repo.JobRow {
  const saved = { ...row, version: row.version + 1, updatedAt: tx.now }
  repo.updateJob(tx, row.id, saved)
  repo.insertHistory(tx, row.id, { ...NO_MOVE, action: 'update', changes, actor: ctx.actor })
  emit(tx, ctx, jobUpdated, row.id, { ...saved, changed: Object.keys(changes) })
  return saved
}

/** Hides the job; its applications and history stay. */
export async function deleteJob(ctx: RequestContext, id: string, ifMatch: number | undefined): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const job = visibleJob(ctx, await repo.lockJob(tx, id))
    assertVersion(ifMatch, job.version)
    if (!isDeletable(job.status))
      throw new AppError(jobErrors.not_deletable, { members: { current_state: job.status } })
    const version = job.version + 1
    repo.updateJob(tx, id, { deletedAt: tx.now, updatedAt: tx.now, version })
    repo.insertHistory(tx, id, {
      ...NO_MOVE,
      action: 'delete',
      fromStatus: job.status,
      changes: {},
      actor: ctx.actor,
    })
    holdExternalIds(tx, 'job', id, false)
    emit(tx, ctx, jobDeleted, id, { ...job, version })
  })
}

export function listJobHistory(ctx: RequestContext, id: string, request: ListRequest) {
  return readTenant(ctx, async (tx) => {
    visibleJob(ctx, await repo.findJob(tx, id))
    return pageOf(await repo.listHistory(tx, request, { job: { jobId: id } }), presentHistory)
  })
}

/** A job outside a person's reach is as unknown as another tenant's. @throws AppError 404 */
export function visibleJob(ctx: RequestContext, row: repo.JobRow | undefined): repo.JobRow {
  if (!seesJob(ctx, row)) throw new AppError(jobErrors.not_found)
  return row
}

export function seesJob(
  { principal: { userId }, reach }: RequestContext,
  row: repo.JobRow | undefined,
): row is repo.JobRow {
  return (
    row !== undefined && (reach === 'all' || row.recruiterId === userId || row.hiringManagerId === userId)
  )
}
