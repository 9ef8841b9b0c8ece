import type { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { covers } from '#src/http/principal.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import { apiKeyErrors } from './api-keys.errors.ts'
import { apiKeyCreated, apiKeyRevoked } from './api-keys.events.ts'
import * as repo from './api-keys.repo.ts'
import type { apiKeyBody } from './api-keys.schemas.ts'
import { newKeyText } from './key-text.ts'
import { knownScopes, permissionsOf } from './scopes.ts'

/** Makes a key that can do at most what its maker can. @throws AppError 422 */
export async function createApiKey(ctx: RequestContext, input: z.output<typeof apiKeyBody>) {
  assertScopes(ctx, input.scopes)
  const expiresAt = input.expires_at ? new Date(input.expires_at) : null
  if (expiresAt && expiresAt <= ctx.clock.now()) throw new AppError(apiKeyErrors.expiry_in_past)
  const { key, prefix, hash } = newKeyText(ctx.tenantId)
  return withTenant(ctx, async (tx) => {
    const row: repo.ApiKeyRow = {
      id: newId(),
      name: input.name,
      prefix,
      scopes: [...new Set(input.scopes)],
      createdBy: ctx.principal.userId,
      expiresAt,
      revokedAt: null,
      revokeReason: null,
      lastUsedAt: null,
      createdAt: tx.now,
    }
    repo.insertApiKey(tx, { ...row, hash })
    emit(tx, ctx, apiKeyCreated, row.id, { name: row.name, prefix, scopes: row.scopes })
    return { ...present(row), key }
  })
}

function assertScopes(ctx: RequestContext, scopes: string[]): void {
  const all = knownScopes()
  const own = permissionsOf(ctx.principal)
  const at = (i: number, code: string, message: string) => ({
    errors: [{ pointer: `/scopes/${i}`, code, message }],
  })
  scopes.forEach((scope, i) => {
    const covered = all.filter((one) => covers([scope], one))
    if (covered.length === 0)
      throw new AppError(apiKeyErrors.unknown_scope, at(i, 'unknown', `known: ${all.join(', ')}`))
    if (covered.some((one) => !own.includes(one))) {
      throw new AppError(apiKeyErrors.scope_beyond_role, at(i, 'beyond_role', 'you may not do this yourself'))
    }
  })
}

export const listApiKeys = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listApiKeys(tx, request), present))

export const readApiKey = (ctx: RequestContext, id: string) =>
  readTenantOnce(ctx, async (tx) => present(found(await repo.findApiKey(tx, id))))

export async function revokeApiKey(
  ctx: RequestContext,
  id: string,
  reason: string | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const row = found(await repo.findApiKey(tx, id))
    if (!(await repo.revokeApiKey(tx, id, reason ?? null))) throw new AppError(apiKeyErrors.already_revoked)
    emit(tx, ctx, apiKeyRevoked, id, { name: row.name, prefix: row.prefix, reason: reason ?? null })
    tx.onCommit(() => ctx.auth.forget(id))
  })
}

/** Revokes all keys that a person made, so that they stay worthless should the person come back. */
export async function revokeKeysOf(
  tx: TenantTx,
  ctx: EmitContext,
  userId: string,
  reason: string,
): Promise<void> {
  for (const { id, name, prefix } of await repo.revokeKeysBy(tx, userId, reason))
    emit(tx, ctx, apiKeyRevoked, id, { name, prefix, reason })
}

function found(row: repo.ApiKeyRow | undefined): repo.ApiKeyRow {
  if (!row) throw new AppError(apiKeyErrors.not_found)
  return row
}

const present = (row: repo.ApiKeyRow) => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  created_by: row.createdBy,
  expires_at: row.expiresAt?.toISOString() ?? null,
  revoked_at: row.revokedAt?.toISOString() ?? null,
  revoke_reason: row.revokeReason,
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
})
