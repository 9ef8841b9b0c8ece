import type { z } from 'zod'
import { withSystem } from '#src/db/system.ts'
import type { PublicContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { hashPassword, openSession, presentUser } from '#src/modules/auth/index.ts'
import { signupErrors } from './tenants.errors.ts'
import { insertTenant } from './tenants.repo.ts'
import type { signupBody } from './tenants.schemas.ts'

/** Makes a tenant, its first administrator and a session. @throws AppError 409 for a taken slug or e-mail */
export async function signUp(ctx: PublicContext, input: z.output<typeof signupBody>) {
  if (ctx.app.config.signup === 'closed') throw new AppError(signupErrors.closed)
  const passwordHash = await hashPassword(input.user.password)
  const tenant = { id: newId(), name: input.tenant.name, slug: input.tenant.slug }
  const user = { id: newId(), email: input.user.email, fullName: input.user.full_name, passwordHash }
  return withSystem(ctx, 'sign-up', async (tx) => {
    insertTenant(tx, tenant, user)
    return {
      tenant: {
        ...tenant,
        plan: 'free' as const,
        status: 'active' as const,
        created_at: tx.now.toISOString(),
      },
      user: presentUser({ ...user, createdAt: tx.now }),
      ...openSession(ctx, tx, { userId: user.id, tenantId: tenant.id }),
    }
  })
}
