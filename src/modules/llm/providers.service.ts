import { isDeepStrictEqual } from 'node:util'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { emit } from '#src/platform/events/events.ts'
import { OutboundError } from '#src/platform/outbound/outbound-error.ts'
import { llmProviderErrors as errors } from './llm.errors.ts'
import { providerCreated, providerDeleted, providerUpdated } from './llm.events.ts'
import type { ProviderCreate, ProviderPatch } from './llm.schemas.ts'
import { lastFourOf, providerKey } from './provider-key.ts'
import { type Provider, presentProvider } from './providers.present.ts'
import * as repo from './providers.repo.ts'

const MAX_PROVIDERS = 20

/** The first of a tenant is its default. @throws AppError 409 past the limit, 422 for a destination or model that cannot be */
export async function createProvider(ctx: RequestContext, input: ProviderCreate): Promise<Provider> {
  await assertDestination(ctx, input.endpoint ?? null)
  const enabledModels = input.enabled_models ?? [input.default_model]
  assertModel({ defaultModel: input.default_model, enabledModels })
  return withTenant(ctx, async (tx) => {
    await repo.takeTurn(tx)
    const existing = await repo.countProviders(tx)
    if (existing >= MAX_PROVIDERS) throw new AppError(errors.limit, { members: { limit: MAX_PROVIDERS } })
    const row: repo.ProviderRow = {
      id: newId(),
      provider: input.provider,
      name: input.name,
      keyLastFour: lastFourOf(input.api_key),
      organizationId: input.organization_id ?? null,
      endpoint: input.endpoint ?? null,
      defaultModel: input.default_model,
      enabledModels,
      isDefault: existing === 0,
      fallbackOrder: input.fallback_order ?? null,
      active: input.active,
      monthlyBudgetMicroUsd: input.monthly_budget_micro_usd ?? null,
      rpmLimit: input.rpm_limit ?? null,
      maxConcurrent: input.max_concurrent ?? null,
      lastUsedAt: null,
      keyChangedAt: tx.now,
      revokedAt: null,
      createdBy: ctx.principal.userId,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    const keySealed = providerKey(ctx.app.envelope, tx.tenantId, row.id).seal(input.api_key)
    repo.insertProvider(tx, { ...row, keySealed })
    emit(tx, ctx, providerCreated, row.id, factOf(row))
    return presentProvider(row)
  })
}

/** Asks a name server, so it comes before the transaction. */
async function assertDestination(ctx: RequestContext, endpoint: string | null): Promise<void> {
  if (endpoint === null) return
  try {
    await ctx.app.outbound.checkResolved(endpoint)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    const pointed = [{ pointer: '/endpoint', code: error.reason, message: error.message }]
    throw new AppError(errors.invalid_endpoint, { errors: pointed, cause: error })
  }
}

function assertModel({
  defaultModel,
  enabledModels,
}: Pick<repo.ProviderRow, 'defaultModel' | 'enabledModels'>): void {
  if (!enabledModels.includes(defaultModel)) throw new AppError(errors.invalid_model)
}

export const listProviders = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listProviders(tx, request), presentProvider))

export const readProvider = (ctx: RequestContext, id: string): Promise<Provider> =>
  readTenantOnce(ctx, async (tx) => presentProvider(found(await repo.findProvider(tx, id))))

/** @throws AppError 412, 422 */
export function updateProvider(
  ctx: RequestContext,
  id: string,
  patch: ProviderPatch,
  ifMatch: number | undefined,
): Promise<Provider> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockProvider(tx, id))
    assertVersion(ifMatch, before.version)
    const changes = changesOf(before, patch)
    const changed = Object.keys(changes)
    if (changed.length === 0) return presentProvider(before)
    const after = { ...before, ...changes, version: before.version + 1, updatedAt: tx.now }
    assertModel(after)
    if (after.active) assertUsable(after)
    repo.updateProvider(tx, id, after)
    emit(tx, ctx, providerUpdated, id, { ...factOf(after), changed: changed.map(memberOf) })
    return presentProvider(after)
  })
}

const FIELDS = {
  name: 'name',
  organization_id: 'organizationId',
  default_model: 'defaultModel',
  enabled_models: 'enabledModels',
  active: 'active',
  fallback_order: 'fallbackOrder',
  monthly_budget_micro_usd: 'monthlyBudgetMicroUsd',
  rpm_limit: 'rpmLimit',
  max_concurrent: 'maxConcurrent',
} as const satisfies Record<keyof ProviderPatch, keyof repo.ProviderRow>

const changesOf = (before: repo.ProviderRow, patch: ProviderPatch): Partial<repo.ProviderRow> =>
  Object.fromEntries(
    Object.entries(FIELDS).flatMap(([member, field]) => {
      const value = patch[member as keyof ProviderPatch]
      return value === undefined || isDeepStrictEqual(value, before[field]) ? [] : [[field, value]]
    }),
  )

const memberOf = (field: string): string =>
  Object.entries(FIELDS).find(([, named]) => named === field)?.[0] ?? field

/** Calls go to this one first from now on. */
export function setDefault(ctx: RequestContext, id: string, ifMatch: number | undefined): Promise<Provider> {
  return withTenant(ctx, async (tx) => {
    await repo.takeTurn(tx)
    const before = found(await repo.lockProvider(tx, id))
    assertVersion(ifMatch, before.version)
    assertUsable(before)
    if (before.isDefault) return presentProvider(before)
    for (const other of await repo.clearDefault(tx))
      emit(tx, ctx, providerUpdated, other.id, { ...factOf(other), changed: ['is_default'] })
    const after = { ...before, isDefault: true, version: before.version + 1, updatedAt: tx.now }
    repo.updateProvider(tx, id, after)
    emit(tx, ctx, providerUpdated, id, { ...factOf(after), changed: ['is_default'] })
    return presentProvider(after)
  })
}

/** Its key is shredded with it; the ledger and the lineage stay. */
export async function deleteProvider(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const row = found(await repo.lockProvider(tx, id))
    assertVersion(ifMatch, row.version)
    const after = { ...row, version: row.version + 1, deletedAt: tx.now, updatedAt: tx.now }
    repo.updateProvider(tx, id, { ...after, ...SHREDDED })
    emit(tx, ctx, providerDeleted, id, factOf(after))
  })
}

/** A revoked key leaves nothing that could be opened, and nothing that looks as if it could. */
export const SHREDDED = { keySealed: '', keyLastFour: null, active: false } as const

export const factOf = ({ provider, version }: Pick<repo.ProviderRow, 'provider' | 'version'>) => ({
  provider,
  version,
})

/** @throws AppError 409 */
export function assertUsable({ revokedAt }: repo.ProviderRow): void {
  if (revokedAt) throw new AppError(errors.revoked)
}

/** @throws AppError 404 */
export function found(row: repo.ProviderRow | undefined): repo.ProviderRow {
  if (!row) throw new AppError(errors.not_found)
  return row
}
