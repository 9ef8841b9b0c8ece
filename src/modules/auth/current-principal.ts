import { z } from 'zod'
import type { TenantScope } from '#src/db/scope.ts'
import { withSystem } from '#src/db/system.ts'
import type { Principal } from '#src/http/principal.ts'
import { findCurrentKey } from '#src/modules/api-keys/index.ts'
import { findMemberPrincipal, type SessionPrincipalRow } from './auth.repo.ts'

/** Who asked for work that goes on after their request: what its task remembers of them. */
export const askerSchema = z.object({ kind: z.enum(['user', 'api_key']), id: z.uuid(), user_id: z.uuid() })

export const askerOf = ({ kind, id, userId }: Principal): z.output<typeof askerSchema> => ({
  kind,
  id,
  user_id: userId,
})

/** With the permissions they have by now; undefined once their membership, key or tenant has ended. */
export async function currentPrincipal(
  { db, clock, tenantId }: Pick<TenantScope, 'db' | 'clock' | 'tenantId'>,
  { kind, id, user_id: userId }: z.output<typeof askerSchema>,
): Promise<Principal | undefined> {
  const principal =
    kind === 'api_key'
      ? await findCurrentKey({ db, clock }, { tenantId, id })
      : await findMember({ db, clock }, { tenantId, userId })
  return principal?.tenantStatus === 'active' ? principal : undefined
}

async function findMember(
  from: Pick<TenantScope, 'db' | 'clock'>,
  { tenantId, userId }: { tenantId: string; userId: string },
): Promise<Principal | undefined> {
  const row = await withSystem(from, 'authenticate', (tx) => findMemberPrincipal(tx, userId, tenantId))
  return row && personPrincipal(row, { userId, tenantId, sessionId: null })
}

export const personPrincipal = (
  { role, tenantStatus, candidateVisibility }: SessionPrincipalRow,
  who: Pick<Principal, 'userId' | 'tenantId' | 'sessionId'>,
): Principal => ({
  ...who,
  kind: 'user',
  id: who.userId,
  tenantStatus,
  role,
  visibility: role === 'admin' ? 'tenant' : candidateVisibility,
  candidateVisibility,
  scopes: null,
})
