import type { z } from 'zod'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { ActingContext, RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { type Rule, reachOf } from '#src/http/principal.ts'
import { AppError } from '#src/lib/errors.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { findCandidates, readCandidates } from '#src/modules/candidates/index.ts'
import { readJobs } from '#src/modules/jobs/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { applicationErrors } from './applications.errors.ts'
import { applicationUpdated } from './applications.events.ts'
import {
  type Application,
  type ApplicationExtras,
  presentApplication,
  presentStageEntry,
  presentStanding,
} from './applications.present.ts'
import * as repo from './applications.repo.ts'
import type { applicationPatch } from './applications.schemas.ts'
import { openStages, surveyActions } from './applications.states.ts'
import { listJobSummaries } from './pairing.repo.ts'
import { payloadOf } from './record-steps.ts'
import { listEntries } from './stage-history.repo.ts'

export function listApplications(ctx: RequestContext, request: ListRequest) {
  assertMayExpand(ctx, request.expand)
  return reader(request.expand)(ctx, async (tx) => {
    const person = personOf(ctx)
    const page = await repo.listApplications(tx, request, {
      ...(person !== undefined && { named: { person } }),
    })
    const extras = await readExtras(tx, page.rows, request.expand)
    return pageOf(page, (row) => presentApplication(row, ctx.principal, extras(row)))
  })
}

export function readApplication(ctx: RequestContext, id: string, expand: string[]): Promise<Application> {
  assertMayExpand(ctx, expand)
  return reader(expand)(ctx, async (tx) => {
    const row = found(await repo.findApplication(tx, id, personOf(ctx)))
    const extras = await readExtras(tx, [row], expand)
    return presentStanding(row, ctx.principal, extras(row))
  })
}

const EXPAND_RULES: Record<string, Rule> = { candidate: readCandidates, job: readJobs }

/** What is shown beside an application needs the same permission as by itself. */
function assertMayExpand({ principal }: RequestContext, expand: string[]): void {
  for (const member of expand) {
    const rule = EXPAND_RULES[member]
    if (rule && !reachOf(principal, rule)) {
      throw new AppError(authErrors.forbidden_action, { detail: `expand=${member} needs ${rule.scope}.` })
    }
  }
}

const reader = (expand: string[]) => (expand.length > 0 ? readTenant : readTenantOnce)

/** One statement an expanded member, whatever the number of applications. */
async function readExtras(
  tx: TenantTx,
  rows: repo.ApplicationRow[],
  expand: string[],
): Promise<(row: repo.ApplicationRow) => ApplicationExtras> {
  const candidateIds = rows.map((row) => row.candidateId)
  const jobIds = rows.map((row) => row.jobId)
  const candidates = expand.includes('candidate') ? byId(await findCandidates(tx, candidateIds)) : undefined
  const jobs = expand.includes('job') ? byId(await listJobSummaries(tx, jobIds)) : undefined
  return (row) => ({
    candidate: candidates && (candidates.get(row.candidateId) ?? null),
    job: jobs && (jobs.get(row.jobId) ?? null),
  })
}

const byId = <T extends { id: string }>(rows: T[]) => new Map(rows.map((row) => [row.id, row]))

export function updateApplication(
  ctx: RequestContext,
  id: string,
  { source, credited_to: creditedTo }: z.output<typeof applicationPatch>,
  ifMatch: number | undefined,
): Promise<Application> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockApplication(tx, id, personOf(ctx)))
    assertVersion(ifMatch, before.version)
    const fields = {
      source: source === undefined ? before.source : source,
      creditedTo: creditedTo === undefined ? before.creditedTo : creditedTo,
    }
    const changed = [
      ...(fields.source === before.source ? [] : ['source']),
      ...(fields.creditedTo === before.creditedTo ? [] : ['credited_to']),
    ]
    if (changed.length === 0) return presentStanding(before, ctx.principal)
    const change = { ...fields, version: before.version + 1, updatedAt: tx.now }
    repo.updateApplication(tx, id, change)
    const saved = { ...before, ...change }
    emit(tx, ctx, applicationUpdated, id, { ...payloadOf(saved), changed })
    return presentStanding(saved, ctx.principal)
  })
}

/** What may be done with an application now, and why the rest may not. */
export const readAllowedActions = (ctx: RequestContext, id: string) =>
  readTenantOnce(ctx, async (tx) => {
    const row = found(await repo.findApplication(tx, id, personOf(ctx)))
    const { allowed, reasons } = surveyActions(ctx.principal, row)
    const stages = allowed.includes('move') ? openStages(row) : []
    return {
      current_state: row.status,
      allowed,
      reasons,
      stages: stages.map(({ stage, needsReason }) => ({ ...stage, needs_reason: needsReason })),
    }
  })

export function listStageHistory(ctx: RequestContext, id: string, request: ListRequest) {
  return readTenant(ctx, async (tx) => {
    found(await repo.findApplication(tx, id, personOf(ctx)))
    const page = await listEntries(tx, request, { application: { applicationId: id } })
    return pageOf(page, (row) => presentStageEntry(row, tx.now))
  })
}

/** The person to whose jobs a request is narrowed; undefined when it sees all. */
export const personOf = ({ reach, principal }: Pick<ActingContext, 'reach' | 'principal'>) =>
  reach === 'own' ? principal.userId : undefined

export function found(row: repo.StandingRow | undefined): repo.StandingRow {
  if (!row) throw new AppError(applicationErrors.not_found)
  return row
}
