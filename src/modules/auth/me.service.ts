import { beyondTenant } from '#src/db/scope.ts'
import { withSystem } from '#src/db/system.ts'
import type { RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { AppError } from '#src/lib/errors.ts'
import { memberUpdated } from '#src/modules/members/members.events.ts'
import { emit } from '#src/platform/events/events.ts'
import * as repo from './auth.repo.ts'
import { presentTenant, presentUser } from './auth.service.ts'

export async function readMe(ctx: RequestContext, scopes: readonly string[]) {
  const { principal } = ctx
  const found = await withSystem(ctx.app, 'authenticate', (tx) => findPerson(tx, principal.userId))
  return presentMe(ctx, found, scopes)
}

/** Changes a person's name, and the copies of it that each of their tenants shows. @throws AppError 403 for an API key */
export async function updateMe(
  ctx: RequestContext,
  { full_name: fullName }: { full_name?: string | undefined },
  scopes: readonly string[],
) {
  const { principal } = ctx
  if (principal.kind !== 'user')
    throw new AppError(authErrors.forbidden_action, { detail: 'An API key cannot change its maker’s name.' })
  return withSystem(beyondTenant(ctx), 'account', async (tx) => {
    const found = await findPerson(tx, principal.userId)
    if (fullName === undefined || found.user?.fullName === fullName) return presentMe(ctx, found, scopes)
    repo.renameUser(tx, principal.userId, fullName)
    for (const { tenantId, role, version } of await repo.renameMember(tx, principal.userId, fullName)) {
      const payload = { role, version, changed: ['full_name'] }
      emit(tx, { ...ctx, tenantId }, memberUpdated, principal.userId, payload)
    }
    return presentMe(ctx, { ...found, user: found.user && { ...found.user, fullName } }, scopes)
  })
}

interface Person {
  user: repo.UserRow | undefined
  memberships: repo.MembershipRow[]
}

const findPerson = async (tx: Parameters<typeof repo.findUser>[0], userId: string): Promise<Person> => ({
  user: await repo.findUser(tx, userId),
  memberships: await repo.listMemberships(tx, userId),
})

function presentMe({ principal }: RequestContext, { user, memberships }: Person, scopes: readonly string[]) {
  const current = memberships.find((m) => m.tenantId === principal.tenantId)
  if (!user || !current) throw new AppError(authErrors.revoked)
  // A key shows its own tenant only: where else its creator works is not its business.
  const shown = principal.kind === 'api_key' ? [current] : memberships
  return {
    user: presentUser(user),
    tenant: presentTenant(current),
    role: principal.role,
    permissions: [...scopes],
    via: principal.kind,
    memberships: shown.map((m) => ({
      tenant_id: m.tenantId,
      tenant_name: m.tenantName,
      tenant_slug: m.tenantSlug,
      role: m.role,
    })),
  }
}
