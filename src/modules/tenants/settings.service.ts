import type { z } from 'zod'
import { beyondTenant } from '#src/db/scope.ts'
import { readSystemOnce, withSystem } from '#src/db/system.ts'
import { readTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { authErrors, requestErrors } from '#src/http/errors.ts'
import { assertVersion } from '#src/http/input.ts'
import { AppError } from '#src/lib/errors.ts'
import { emit } from '#src/platform/events/events.ts'
import { limitsOf } from './plans.ts'
import { tenantUpdated } from './tenants.events.ts'
import * as repo from './tenants.repo.ts'
import type { tenantPatch, tenantSettingsSchema, usageSchema } from './tenants.schemas.ts'
import { countOpenJobs, countUsed, sumStoredBytes } from './usage.read.ts'

type Settings = z.input<typeof tenantSettingsSchema>

export const tenantOf = (app: RequestContext['app'], id: string): Promise<repo.TenantRow | undefined> =>
  withSystem(app, 'settings', (tx) => repo.findTenant(tx, id))

/** A tenant by the name that its public pages have; only one that is active has any. */
export async function tenantOfSlug(
  app: RequestContext['app'],
  slug: string,
): Promise<{ id: string } | undefined> {
  const tenant = await readSystemOnce(app, 'settings', (tx) => repo.findTenantBySlug(tx, slug))
  return tenant?.status === 'active' ? tenant : undefined
}

export const readSettings = (ctx: RequestContext): Promise<Settings> =>
  withSystem(ctx.app, 'settings', async (tx) => present(found(await repo.findTenant(tx, ctx.tenantId))))

const FIELDS = {
  name: 'name',
  candidate_visibility: 'candidateVisibility',
  locale: 'locale',
  time_zone: 'timeZone',
} as const

/** Changes settings, which hold from the next request on. @throws AppError 412, 428 without the version it is based on */
export async function updateSettings(
  ctx: RequestContext,
  patch: z.output<typeof tenantPatch>,
  ifMatch: number | undefined,
): Promise<Settings> {
  if (ifMatch === undefined) throw new AppError(requestErrors.precondition_required)
  return withSystem(beyondTenant(ctx), 'settings', async (tx) => {
    const before = found(await repo.findTenant(tx, ctx.tenantId))
    assertVersion(ifMatch, before.version)
    const changed = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).filter(
      (field) => patch[field] !== undefined && patch[field] !== before[FIELDS[field]],
    )
    if (changed.length === 0) return present(before)
    const changes = Object.fromEntries(changed.map((field) => [FIELDS[field], patch[field]]))
    const after = { ...before, ...changes, version: before.version + 1, updatedAt: tx.now }
    // Rows of no tenant are not locked: the version says whether somebody was faster.
    if (!(await repo.updateTenant(tx, before, after))) throw new AppError(requestErrors.precondition_failed)
    emit(tx, ctx, tenantUpdated, ctx.tenantId, { version: after.version, changed })
    tx.onCommit(() => ctx.auth.forget(ctx.tenantId))
    return present(after)
  })
}

/** What the tenant has used of what it may have, counted now. */
export async function readUsage(ctx: RequestContext): Promise<z.input<typeof usageSchema>> {
  const { plan, limits } = await withSystem(ctx.app, 'settings', async (tx) =>
    found(await repo.findTenant(tx, ctx.tenantId)),
  )
  const most = limitsOf(plan, limits)
  return readTenant({ ...ctx, visibility: 'tenant' }, async (tx) => {
    const [members, candidates, resumes] = [
      await countUsed(tx, 'members', tx.now),
      await countUsed(tx, 'candidates', tx.now),
      await countUsed(tx, 'resumes_this_month', tx.now),
    ]
    return {
      plan,
      members: { used: members, limit: most.members },
      candidates: { used: candidates, limit: most.candidates },
      resumes_this_month: { used: resumes, limit: most.resumes_this_month },
      open_jobs: { used: await countOpenJobs(tx), limit: null },
      stored_bytes: { used: await sumStoredBytes(tx), limit: null },
      counted_at: tx.now.toISOString(),
    }
  })
}

function found(row: repo.TenantRow | undefined): repo.TenantRow {
  if (!row) throw new AppError(authErrors.revoked)
  return row
}

const present = (row: repo.TenantRow): Settings => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  plan: row.plan,
  status: row.status,
  candidate_visibility: row.candidateVisibility,
  locale: row.locale,
  time_zone: row.timeZone,
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})
