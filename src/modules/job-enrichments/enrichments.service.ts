import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { JobText, JobTextAndQuestions } from '#src/db/schema/job-enrichments.ts'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { reachOf } from '#src/http/principal.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import {
  findJob,
  type JobRow,
  listSkills,
  lockJob,
  rewriteJob,
  seesJob,
  visibleJob,
} from '#src/modules/jobs/index.ts'
import { aiErrors, callModel, prompts } from '#src/modules/llm/index.ts'
import { addQuestions, isFitQuestion, writeScreenings } from '#src/modules/screening/index.ts'
import type { Lexicon } from '#src/modules/skills/lexicon.ts'
import { lexiconOf } from '#src/modules/tenant-skills/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { enrichmentErrors as errors } from './enrichments.errors.ts'
import { enrichmentAccepted, enrichmentCreated, enrichmentRejected } from './enrichments.events.ts'
import * as repo from './enrichments.repo.ts'
import { type Acceptance, draftText, type enrichmentSchema } from './enrichments.schemas.ts'

type Enrichment = z.input<typeof enrichmentSchema>

/** For a description of some pages. */
const MAX_OUTPUT_TOKENS = 6_000
const TIMEOUT_MS = 45_000

/** Has a model draft a job anew; the job stays as it is. @throws AppError 404, 409 `ai.unavailable` */
export async function draftEnrichment(ctx: RequestContext, jobId: string): Promise<Enrichment> {
  const original = await readTenant(ctx, async (tx) => textOf(tx, visibleJob(ctx, await findJob(tx, jobId))))
  const result = await callModel(ctx, {
    feature: 'job_enrichment',
    entity: { type: 'job', id: jobId },
    prompt: prompts.jobEnrichment,
    input: { job: JSON.stringify(original) },
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    timeoutMs: TIMEOUT_MS,
    personal: {},
  })
  if (!result.ok) throw unavailable(result.reason)
  const draft = draftText.safeParse(result.value)
  if (!draft.success) throw unavailable('invalid_output')
  const { lexicon } = await lexiconOf(ctx)
  return withTenant(ctx, async (tx) => {
    // The job may be gone by now.
    visibleJob(ctx, await findJob(tx, jobId))
    const row: repo.EnrichmentRow = {
      id: newId(),
      jobId,
      state: 'draft',
      original,
      draft: acceptable(draft.data, lexicon),
      accepted: null,
      lineageId: result.lineageId,
      createdBy: tx.actorId,
      decidedBy: null,
      decidedAt: null,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    repo.insertEnrichment(tx, row)
    emit(tx, ctx, enrichmentCreated, row.id, factOf(row))
    return present(row)
  })
}

export const listJobEnrichments = (ctx: RequestContext, jobId: string, request: ListRequest) =>
  readTenant(ctx, async (tx) => {
    visibleJob(ctx, await findJob(tx, jobId))
    return pageOf(await repo.listEnrichments(tx, request, { job: { jobId } }), present)
  })

export const readEnrichment = (ctx: RequestContext, jobId: string, id: string): Promise<Enrichment> =>
  readTenant(ctx, async (tx) => {
    assertSees(ctx, await findJob(tx, jobId))
    return present(found(await repo.findEnrichment(tx, jobId, id)))
  })

/** Has the job say what was drafted, with a person's edits. @throws AppError 404, 409, 412, 422 */
export async function acceptEnrichment(
  ctx: RequestContext,
  { id: jobId, eid }: { id: string; eid: string },
  { edits, questions }: Acceptance,
  ifMatch: number | undefined,
): Promise<Enrichment> {
  if (questions.length > 0) assertMayAsk(ctx)
  const { lexicon } = await lexiconOf(ctx)
  return withTenant(ctx, async (tx) => {
    const job = assertSees(ctx, await lockJob(tx, jobId))
    const before = open(await repo.lockEnrichment(tx, jobId, eid), ifMatch)
    if (!isDeepStrictEqual(await textOf(tx, job), before.original)) throw new AppError(errors.outdated)
    const { draft } = before
    const said: JobText = {
      title: edits?.title ?? draft.title,
      description: edits?.description ?? draft.description,
      skills: edits?.skills ?? draft.skills,
    }
    await rewriteJob(tx, ctx, job, { ...said, lexicon })
    if (!(await addQuestions(tx, ctx, jobId, questions))) throw new AppError(errors.too_many_questions)
    return present(decide(tx, ctx, before, { state: 'accepted', accepted: { ...said, questions } }))
  })
}

/** Leaves the job as it is. @throws AppError 404, 409, 412 */
export const rejectEnrichment = (
  ctx: RequestContext,
  { id: jobId, eid }: { id: string; eid: string },
  ifMatch: number | undefined,
): Promise<Enrichment> =>
  withTenant(ctx, async (tx) => {
    assertSees(ctx, await lockJob(tx, jobId))
    const before = open(await repo.lockEnrichment(tx, jobId, eid), ifMatch)
    return present(decide(tx, ctx, before, { state: 'rejected', accepted: null }))
  })

function decide(
  tx: TenantTx,
  ctx: RequestContext,
  before: repo.EnrichmentRow,
  decision: Pick<repo.EnrichmentRow, 'state' | 'accepted'>,
): repo.EnrichmentRow {
  const changes = {
    ...decision,
    decidedBy: tx.actorId,
    decidedAt: tx.now,
    version: before.version + 1,
    updatedAt: tx.now,
  }
  const row = { ...before, ...changes }
  repo.updateEnrichment(tx, row.id, changes)
  const event = decision.state === 'accepted' ? enrichmentAccepted : enrichmentRejected
  emit(tx, ctx, event, row.id, factOf(row))
  return row
}

/** As a job takes it: no skill by two names, and no question that may not be asked. */
function acceptable(draft: JobTextAndQuestions, { normalizeSkill }: Lexicon): JobTextAndQuestions {
  const groups = Map.groupBy(draft.skills, ({ skill }) => normalizeSkill(skill).key)
  const skills = [...groups.values()].flatMap(([first]) => first ?? [])
  return { ...draft, skills, questions: draft.questions.filter(isFitQuestion) }
}

/** What a job asks in screenings is the business of those who write them. @throws AppError 403 */
function assertMayAsk({ principal }: RequestContext): void {
  if (reachOf(principal, writeScreenings)) return
  throw new AppError(authErrors.forbidden_action, { detail: `questions needs ${writeScreenings.scope}.` })
}

const unavailable = (reason: string) => new AppError(aiErrors.unavailable, { members: { reason } })

/** What of a job is drafted anew, as it stands. */
async function textOf(tx: TenantTx, { id, title, description }: JobRow): Promise<JobText> {
  const skills = await listSkills(tx, [id])
  return {
    title,
    description,
    skills: skills.map(({ name, required, weight }) => ({ skill: name, required, weight: weight / 10_000 })),
  }
}

/** A draft of a job that one does not see is as unknown as one that is not there. */
function assertSees(ctx: RequestContext, job: JobRow | undefined): JobRow {
  if (!seesJob(ctx, job)) throw new AppError(errors.not_found)
  return job
}

const factOf = ({ jobId, state, version }: repo.EnrichmentRow) => ({ job_id: jobId, state, version })

function found(row: repo.EnrichmentRow | undefined): repo.EnrichmentRow {
  if (!row) throw new AppError(errors.not_found)
  return row
}

/** One that nobody has decided on. */
function open(row: repo.EnrichmentRow | undefined, ifMatch: number | undefined): repo.EnrichmentRow {
  const { state, version, ...rest } = found(row)
  assertVersion(ifMatch, version)
  if (state !== 'draft') throw new AppError(errors.invalid_transition, { members: { current_state: state } })
  return { state, version, ...rest }
}

const present = (row: repo.EnrichmentRow): Enrichment => ({
  id: row.id,
  job_id: row.jobId,
  state: row.state,
  original: row.original,
  draft: row.draft,
  accepted: row.accepted,
  lineage_id: row.lineageId,
  created_by: row.createdBy,
  decided_by: row.decidedBy,
  decided_at: row.decidedAt && isoTime(row.decidedAt),
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})
