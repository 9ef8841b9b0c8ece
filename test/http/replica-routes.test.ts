import { expect, test } from 'vitest'
import { withTenant } from '#src/db/tenant.ts'
import { routes } from '#src/modules/registry.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()

test('a replica may serve reads only, and only for those who proved who they are', () => {
  const marked = routes.filter(({ replica }) => replica)
  expect(marked.length).toBeGreaterThan(10)
  expect(marked.filter(({ method, access }) => method !== 'GET' || access === 'public')).toEqual([])
})

test('what a replica may serve cannot write', async () => {
  const { id } = await api.tenant()
  const scope = {
    db: api.context.db,
    clock: api.clock,
    tenantId: id,
    requestId: id,
    actorId: null,
    visibility: 'tenant' as const,
    replicaSafe: true,
  }
  await expect(withTenant(scope, async () => {})).rejects.toThrow('writes nothing')
})
