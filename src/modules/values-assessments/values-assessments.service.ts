import type { z } from 'zod'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { visibleCandidate } from '#src/modules/candidates/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { valuesErrors } from './values-assessments.errors.ts'
import { valuesAssessed, valuesReassessed } from './values-assessments.events.ts'
import * as repo from './values-assessments.repo.ts'
import type { valuesBody, valuesPatch, valuesSchema } from './values-assessments.schemas.ts'

type Assessment = z.input<typeof valuesSchema>

/** One a person and application, or candidate as such: a second one is a conflict, and the first can be changed. */
export function assessValues(ctx: RequestContext, input: z.output<typeof valuesBody>): Promise<Assessment> {
  const { candidate_id: candidateId, application_id: applicationId = null, hard_work: hardWork } = input
  const { integrity, honesty, discipline, gratitude, notes = null } = input
  return withTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    if (applicationId && !(await repo.isApplicationOf(tx, applicationId, candidateId))) {
      throw new AppError(valuesErrors.unknown_application, {
        errors: [{ pointer: '/application_id', code: 'unknown', message: 'names none of the candidate' }],
      })
    }
    const row: repo.ValuesRow = {
      id: newId(),
      candidateId,
      applicationId,
      assessorId: ctx.principal.userId,
      integrity,
      honesty,
      discipline,
      hardWork,
      gratitude,
      notes,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    repo.insertValues(tx, row)
    emit(tx, ctx, valuesAssessed, row.id, toldOf(row))
    return present(row)
  })
}

export function listAssessments(ctx: RequestContext, candidateId: string, request: ListRequest) {
  return readTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    const page = await repo.listValues(tx, request, { candidate: { candidateId } })
    const average = (await repo.averageValues(tx, [candidateId])).get(candidateId)
    return { ...pageOf(page, present), candidate_average: average === undefined ? null : average / 100 }
  })
}

export const readAssessment = (ctx: RequestContext, id: string): Promise<Assessment> =>
  readTenantOnce(ctx, async (tx) => present(found(await repo.findValues(tx, id, personOf(ctx)))))

const FIELDS = {
  integrity: 'integrity',
  honesty: 'honesty',
  discipline: 'discipline',
  hard_work: 'hardWork',
  gratitude: 'gratitude',
  notes: 'notes',
} as const satisfies Record<keyof z.output<typeof valuesPatch>, keyof repo.ValuesRow>

/** The assessor's alone. */
export function reviseAssessment(
  ctx: RequestContext,
  id: string,
  patch: z.output<typeof valuesPatch>,
  ifMatch: number | undefined,
): Promise<Assessment> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockValues(tx, id, personOf(ctx)))
    if (before.assessorId !== ctx.principal.userId)
      throw new AppError(authErrors.forbidden_action, { detail: 'Only its assessor changes an assessment.' })
    assertVersion(ifMatch, before.version)
    const fields = Object.keys(FIELDS) as (keyof typeof FIELDS)[]
    const changed = fields.filter((name) => patch[name] !== undefined && patch[name] !== before[FIELDS[name]])
    if (changed.length === 0) return present(before)
    const changes = Object.fromEntries(changed.map((name) => [FIELDS[name], patch[name]]))
    const saved: repo.ValuesRow = { ...before, ...changes, version: before.version + 1, updatedAt: tx.now }
    repo.updateValues(tx, saved)
    emit(tx, ctx, valuesReassessed, id, { ...toldOf(saved), changed })
    return present(saved)
  })
}

const personOf = ({ reach, principal }: RequestContext) => (reach === 'own' ? principal.userId : undefined)

const toldOf = ({ candidateId, applicationId, assessorId, version }: repo.ValuesRow) => ({
  candidate_id: candidateId,
  application_id: applicationId,
  assessor_id: assessorId,
  version,
})

const present = (row: repo.ValuesRow): Assessment => {
  const { integrity, honesty, discipline, hardWork, gratitude } = row
  return {
    id: row.id,
    candidate_id: row.candidateId,
    application_id: row.applicationId,
    assessor_id: row.assessorId,
    integrity,
    honesty,
    discipline,
    hard_work: hardWork,
    gratitude,
    average: (integrity + honesty + discipline + hardWork + gratitude) / 5,
    notes: row.notes,
    version: row.version,
    created_at: isoTime(row.createdAt),
    updated_at: isoTime(row.updatedAt),
  }
}

function found(row: repo.ValuesRow | undefined): repo.ValuesRow {
  if (!row) throw new AppError(valuesErrors.not_found)
  return row
}
