import { describe, expect, test } from 'vitest'
import { ROLES } from '#src/db/schema/identity.ts'
import { reachOf } from '#src/http/principal.ts'
import { routes } from '#src/modules/registry.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const permissions = async (of: { get: typeof tenant.admin.get }): Promise<string[]> =>
  (await of.get('/v1/me')).body.permissions

const rules = routes.flatMap(({ access }) => (typeof access === 'object' ? [access] : []))
const scopes = [...new Set(rules.map(({ scope }) => scope))].sort()

describe('GET /v1/me', () => {
  test('needs a token', async () => {
    expect((await api.anonymous.get('/v1/me')).status).toBe(401)
  })

  test('says who and where', async () => {
    const { body } = await tenant.admin.get('/v1/me')
    expect(body).toEqual({
      user: {
        id: tenant.user.id,
        email: tenant.user.email,
        full_name: 'Ada Admin',
        created_at: expect.any(String),
      },
      tenant: {
        id: tenant.id,
        name: tenant.slug,
        slug: tenant.slug,
        plan: 'free',
        status: 'active',
        created_at: expect.any(String),
      },
      role: 'admin',
      permissions: scopes,
      via: 'user',
      memberships: [
        { tenant_id: tenant.id, tenant_name: tenant.slug, tenant_slug: tenant.slug, role: 'admin' },
      ],
    })
  })

  test.each(ROLES)('lists what a %s may do', async (role) => {
    const member = await tenant.member(role)
    const allowed = scopes.filter((scope) => rules.some((rule) => rule.scope === scope && rule.roles[role]))
    expect(await permissions(member)).toEqual(allowed)
  })

  test('a role that is not an administrator’s has less', async () => {
    const [admin = [], recruiter = [], viewer = []] = await Promise.all([
      permissions(tenant.admin),
      permissions(await tenant.member('recruiter')),
      permissions(await tenant.member('viewer')),
    ])
    expect(admin).toEqual(expect.arrayContaining(recruiter))
    expect(recruiter).not.toContain('tenant:write')
    // To mark one's own as read.
    expect(viewer.filter((scope) => scope.endsWith(':write'))).toEqual(['notifications:write'])
    expect(viewer).toContain('jobs:read')
  })

  test.each([
    [['jobs:read'], ['jobs:read']],
    [['jobs:*'], ['jobs:read', 'jobs:write']],
    [
      ['jobs:read', 'tenant:read'],
      ['jobs:read', 'tenant:read'],
    ],
    [['*'], scopes],
  ])('a key with %j may do that', async (given, allowed) => {
    const key = await tenant.key(given)
    const { body } = await key.get('/v1/me')
    expect([body.via, body.permissions]).toEqual(['api_key', allowed])
    expect(body.user.id).toBe(tenant.user.id)
  })

  test('one rule a scope, so that a permission means one thing', () => {
    for (const scope of scopes) {
      const reaches = rules
        .filter((rule) => rule.scope === scope)
        .map((rule) => JSON.stringify(ROLES.map((role) => rule.roles[role] ?? null)))
      expect([scope, new Set(reaches).size]).toEqual([scope, 1])
    }
  })
})

test('a key reaches no further than its scopes and its maker’s role together', () => {
  const principal = {
    kind: 'api_key',
    id: 'k',
    userId: 'u',
    tenantId: 't',
    tenantStatus: 'active',
    role: 'viewer',
    visibility: 'tenant',
    candidateVisibility: 'tenant',
    sessionId: null,
  } as const
  const rule = { scope: 'jobs:write', roles: { admin: 'all' } } as const
  expect(reachOf({ ...principal, scopes: ['*'] }, rule)).toBeUndefined()
  expect(reachOf({ ...principal, scopes: ['jobs:read'], role: 'admin' }, rule)).toBeUndefined()
  expect(reachOf({ ...principal, scopes: ['jobs:*'], role: 'admin' }, rule)).toBe('all')
})
