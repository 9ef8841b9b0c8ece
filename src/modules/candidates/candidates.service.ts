import type { z } from 'zod'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { Created } from '#src/http/route.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import {
  claimExternalId,
  type ExternalId,
  externalIdTaken,
  replaceExternalIds,
} from '#src/modules/external-ids/index.ts'
import { assertQuota, countMade } from '#src/modules/tenants/index.ts'
import { fieldsOf } from './candidates.edit.ts'
import { type Candidate, presentCandidate } from './candidates.present.ts'
import * as repo from './candidates.repo.ts'
import type { CandidatePatch, candidateBody, candidateUpsert } from './candidates.schemas.ts'
import { changeContacts } from './change-contacts.ts'
import { readExtras } from './expand-candidates.ts'
import { createFrom } from './find-or-create.ts'
import { assertMayFilter } from './may-filter.ts'
import { saveCandidate } from './save-candidate.ts'
import { searchCandidateIds } from './search.repo.ts'
import { searchFor } from './search-candidates.ts'
import { conditionsOf, found, visibleCandidate } from './visible-candidate.ts'

/** Adds a candidate, owned by whoever adds it. */
export async function addCandidate(
  ctx: RequestContext,
  input: z.output<typeof candidateBody>,
): Promise<Candidate> {
  await assertQuota(ctx, 'candidates')
  return withTenant(ctx, (tx) => add(ctx, tx, input))
}

async function add(
  ctx: RequestContext,
  tx: TenantTx,
  input: z.output<typeof candidateBody>,
  id?: string,
): Promise<Candidate> {
  const row = await createFrom(tx, ctx, input, id)
  countMade(ctx, tx, 'candidates')
  return presentCandidate(row, ctx.principal)
}

export function listCandidates(ctx: RequestContext, request: ListRequest) {
  assertMayFilter(ctx, request.filters)
  const several = request.search !== undefined || request.expand.length > 0
  return (several ? readTenant : readTenantOnce)(ctx, async (tx) => {
    const { search, expand } = request
    const ids = search === undefined ? undefined : await searchCandidateIds(tx, searchFor(ctx, search))
    const page = await repo.listCandidates(tx, request, conditionsOf(ctx, ids && arrayLiteral(ids)))
    const shown = page.rows.map((row) => row.id)
    const extras = expand.length > 0 ? await readExtras(tx, shown, expand) : undefined
    return pageOf(page, (row) => presentCandidate(row, ctx.principal, extras?.(row.id)))
  })
}

export const readCandidate = (ctx: RequestContext, id: string, expand: string[]): Promise<Candidate> =>
  (expand.length > 0 ? readTenant : readTenantOnce)(ctx, async (tx) => {
    const row = await visibleCandidate(ctx, tx, id)
    const extras = expand.length > 0 ? await readExtras(tx, [id], expand) : undefined
    return presentCandidate(row, ctx.principal, extras?.(id))
  })

export function updateCandidate(
  ctx: RequestContext,
  id: string,
  patch: CandidatePatch,
  ifMatch: number | undefined,
): Promise<Candidate> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockCandidate(tx, id))
    assertVersion(ifMatch, before.version)
    return edit(ctx, tx, before, patch)
  })
}

async function edit(ctx: RequestContext, tx: TenantTx, before: repo.CandidateRow, patch: CandidatePatch) {
  const contacts = await changeContacts(tx, before, patch)
  const ids = patch.external_ids
  const renamed = ids && (await replaceExternalIds(tx, 'candidate', before.id, ids))
  const saved = saveCandidate(tx, ctx, before, {
    fields: { ...fieldsOf(patch), ...contacts.fields },
    elsewhere: [...contacts.changed, ...(renamed ? ['external_ids'] : [])],
  })
  return presentCandidate(saved, ctx.principal)
}

/** Changes the candidate that another system calls so, or adds one. Of two at once, one adds and the other changes. */
export async function upsertCandidate(
  ctx: RequestContext,
  externalId: ExternalId,
  input: z.output<typeof candidateUpsert>,
  ifMatch: number | undefined,
): Promise<Candidate | Created<Candidate>> {
  const refusal: unknown = await assertQuota(ctx, 'candidates').catch((error: unknown) => error)
  return withTenant(ctx, async (tx) => {
    const id = newId()
    const holder = await claimExternalId(tx, 'candidate', id, externalId)
    if (holder === id) {
      if (refusal !== undefined) throw refusal
      assertVersion(ifMatch, 0)
      return new Created(await add(ctx, tx, input, id), `/v1/candidates/${id}`)
    }
    const before = holder && (await repo.lockCandidate(tx, holder))
    if (!before) throw externalIdTaken()
    assertVersion(ifMatch, before.version)
    return edit(ctx, tx, before, input)
  })
}
