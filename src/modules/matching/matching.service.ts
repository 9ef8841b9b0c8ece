import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { type Rule, reachOf } from '#src/http/principal.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import {
  type CandidateRow,
  findCandidates,
  readCandidates,
  visibleCandidate,
} from '#src/modules/candidates/index.ts'
import { findJob, readJobs, visibleJob } from '#src/modules/jobs/index.ts'
import { insertOperation, presentOperation } from '#src/modules/operations/index.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import * as read from './matches.read.ts'
import { matchErrors } from './matching.errors.ts'
import { presentCandidateMatch, presentExplanation, presentJobMatch } from './matching.present.ts'
import type { Language } from './matching.schemas.ts'
import { scoreJobTask } from './matching.tasks.ts'
import { personOf } from './person-of.ts'
import { polishedExplanation } from './polished-explanation.ts'
import { countMatches, countRequirements, type RequirementCount } from './requirements.read.ts'

/** Has all candidates scored for a job, whatever its state. */
export function runMatching(ctx: RequestContext, jobId: string) {
  return withTenant(ctx, async (tx) => {
    visibleJob(ctx, await findJob(tx, jobId))
    const created = { id: newId(), kind: 'match.run', createdBy: ctx.principal.userId }
    const operation = insertOperation(tx, created)
    enqueue(tx, ctx, scoreJobTask, { jobId, operationId: operation.id })
    return { operation: presentOperation(operation) }
  })
}

/** The candidates of a job, best first. */
export function listJobMatches(ctx: RequestContext, jobId: string, request: ListRequest) {
  return readTenant(ctx, async (tx) => {
    visibleJob(ctx, await findJob(tx, jobId))
    const page = await read.listJobMatches(tx, withoutApplied(request), {
      job: { jobId },
      ...appliedCondition(request),
    })
    const candidateOf = await candidatesBeside(ctx, tx, page.rows)
    return pageOf(page, (row) => presentJobMatch(row, candidateOf(row)))
  })
}

export const readMatch = (ctx: RequestContext, id: string): Promise<Match> =>
  readTenant(ctx, async (tx) => {
    const row = await read.findMatch(tx, id, personOf(ctx))
    if (!row) throw new AppError(matchErrors.not_found)
    return presentJobMatch(row, (await candidatesBeside(ctx, tx, [row]))(row))
  })

type Match = ReturnType<typeof presentJobMatch>
type CandidateOf = (row: read.MatchRow) => CandidateRow | undefined

/** What is shown of the candidates beside their matches for a job. */
export async function candidatesBeside(
  ctx: RequestContext,
  tx: TenantTx,
  rows: read.MatchRow[],
): Promise<CandidateOf> {
  const reach = reachOf(ctx.principal, readCandidates)
  if (!reach) return () => undefined
  const ids = rows.map((row) => row.candidateId)
  const candidates = byId(await findCandidates(tx, ids))
  // Whose reach is their own jobs knows the people who applied to them, and no others.
  return (row) => (reach === 'all' || row.applied ? candidates.get(row.candidateId) : undefined)
}

/** Few enough to be counted while somebody waits. */
const COUNTED = 5000
const VALUES = 5

/** How many of a job's matches meet each of its requirements, nearly meet it, or do not. */
export function listRequirements(ctx: RequestContext, jobId: string) {
  return readTenant(ctx, async (tx) => {
    visibleJob(ctx, await findJob(tx, jobId))
    const matches = await countMatches(tx, jobId, COUNTED)
    const counts = await countRequirements(tx, jobId, COUNTED)
    const groups = Map.groupBy(counts, (row) => `${row.component} ${row.requirement_id} ${row.requirement}`)
    const data = [...groups.values()].flatMap(requirementOf)
    return { matches, data: data.sort((a, b) => b.missing - a.missing || b.near_miss - a.near_miss) }
  })
}

function requirementOf(rows: RequirementCount[]) {
  const [first] = rows
  if (!first) return []
  const of = (kind: RequirementCount['kind']) =>
    rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.matches, 0)
  const { component, requirement_id, requirement } = first
  const near_misses = rows.flatMap(({ instead, matches }) =>
    instead === null ? [] : [{ value: instead, matches }],
  )
  return [
    {
      component,
      requirement_id,
      requirement,
      met: of('met'),
      partial: of('partial'),
      near_miss: of('near_miss'),
      missing: of('missing'),
      near_misses: near_misses.slice(0, VALUES),
    },
  ]
}

/** The jobs for a candidate, best first. */
export function listCandidateMatches(ctx: RequestContext, candidateId: string, request: ListRequest) {
  return readTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    const person = personOf(ctx)
    const page = await read.listCandidateMatches(tx, withoutApplied(request), {
      candidate: { candidateId },
      ...(person !== undefined && { named: { person } }),
      ...appliedCondition(request),
    })
    const ids = page.rows.map((row) => row.jobId)
    const jobs = mayRead(ctx, readJobs) ? byId(await read.summarizeJobs(tx, ids)) : undefined
    return pageOf(page, (row) => presentCandidateMatch(row, jobs?.get(row.jobId)))
  })
}

interface HowToExplain {
  language: Language
  polish: boolean
}

/** Why a match has its score. @throws AppError 404 */
export async function explainMatch(ctx: RequestContext, id: string, { language, polish }: HowToExplain) {
  if (polish) return polishedExplanation(ctx, id, language)
  return readTenantOnce(ctx, async (tx) => {
    const row = await read.findExplained(tx, id, personOf(ctx))
    if (!row) throw new AppError(matchErrors.not_found)
    return presentExplanation(row, language)
  })
}

/** What is shown beside a match needs the same permission as by itself. */
const mayRead = ({ principal }: RequestContext, rule: Rule) => reachOf(principal, rule) !== undefined

/** `applied` is no column of a match but a condition on applications. */
const withoutApplied = (request: ListRequest): ListRequest => ({
  ...request,
  filters: request.filters.filter(({ field }) => field !== 'applied'),
})

const appliedCondition = ({ filters }: ListRequest): Record<string, Record<string, never>> =>
  Object.fromEntries(
    filters
      .filter(({ field }) => field === 'applied')
      .map(({ value }) => [value === 'true' ? 'applied' : 'notApplied', {}]),
  )

const byId = <T extends { id: string }>(rows: T[]) => new Map(rows.map((row) => [row.id, row]))
