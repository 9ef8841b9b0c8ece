import type { AppContext } from '#src/context.ts'
import { withSystem } from '#src/db/system.ts'
import { authErrors } from '#src/http/errors.ts'
import type { Principal } from '#src/http/principal.ts'
import { AppError } from '#src/lib/errors.ts'
import { apiKeyErrors } from './api-keys.errors.ts'
import {
  findKeyPrincipalById,
  findKeyPrincipalRow,
  type KeyPrincipalRow,
  noteKeyUse,
} from './api-keys.repo.ts'
import { readKeyText, sameHash } from './key-text.ts'

const NOTED_EVERY_MS = 60_000

/** Who an API key acts for. @throws AppError 401 with a code of its own for a revoked or expired key */
export async function findKeyPrincipal(
  context: AppContext,
  token: string,
): Promise<{ principal: Principal; expiresAt: Date | null }> {
  const key = readKeyText(token)
  if (!key) throw new AppError(authErrors.invalid_token)
  const row = await withSystem(context, 'authenticate', async (tx) => {
    const found = await findKeyPrincipalRow(tx, key.tenantId, key.prefix)
    if (!found || !sameHash(found.hash, key.hash)) return undefined
    const usable = !found.revokedAt && (!found.expiresAt || found.expiresAt > tx.now)
    const stale = !found.lastUsedAt || tx.now.getTime() - found.lastUsedAt.getTime() >= NOTED_EVERY_MS
    if (usable && stale) noteKeyUse(tx, key.tenantId, found.id)
    return found
  })
  if (!row) throw new AppError(authErrors.invalid_token)
  if (row.revokedAt) throw new AppError(apiKeyErrors.revoked)
  if (row.expiresAt && row.expiresAt <= context.clock.now()) throw new AppError(apiKeyErrors.expired)
  return { principal: principalOf(row, key.tenantId), expiresAt: row.expiresAt }
}

/** Who a key acts for by now; undefined once it has ended. */
export async function findCurrentKey(
  context: Pick<AppContext, 'db' | 'clock'>,
  { tenantId, id }: { tenantId: string; id: string },
): Promise<Principal | undefined> {
  const row = await withSystem(context, 'authenticate', (tx) => findKeyPrincipalById(tx, tenantId, id))
  const isOver = !row || row.revokedAt || (row.expiresAt && row.expiresAt <= context.clock.now())
  return isOver ? undefined : principalOf(row, tenantId)
}

const principalOf = (row: KeyPrincipalRow, tenantId: string): Principal => ({
  kind: 'api_key',
  id: row.id,
  userId: row.createdBy,
  tenantId,
  tenantStatus: row.tenantStatus,
  role: row.role,
  visibility: row.role === 'admin' ? 'tenant' : row.candidateVisibility,
  candidateVisibility: row.candidateVisibility,
  scopes: row.scopes,
  sessionId: null,
})
