import { describe, expect, test } from 'vitest'
import type { Route } from '#src/http/route.ts'
import { newId } from '#src/lib/ids.ts'
import { routes } from '#src/modules/registry.ts'
import { testApi } from '#test/support/api.ts'
import type { Answer } from '#test/support/client.ts'
import { bodyOf, call, FOREIGN_WORDS, NAMES, parametersOf, pathOf, REFERENCES } from './calls.ts'
import { inputSchemaOf, membersOf } from './examples.ts'
import { makeWorld } from './world.ts'

// Every declared route with two tenants. What it needs to know of a new module stands in `calls.ts`.

/** What anyone who belongs to the tenant may do, with any key: the list is closed. */
const FOR_MEMBERS = [
  'logout',
  'readMe',
  'updateMe',
  'listEventTypes',
  'readEventType',
  'readOperation',
  'listOperationItems',
  'streamOperation',
]

const api = await testApi()
const own = await api.tenant()
const foreign = await api.tenant()
const [ownWorld, foreignWorld] = [await makeWorld(api, own), await makeWorld(api, foreign)]

const protectedRoutes = routes.filter(({ access }) => access !== 'public')
const named = (some: readonly Route[]) =>
  some.map((route) => [`${route.method} ${route.url}`, route] as const)

/** An answer without what differs between any two. */
const told = ({ status, body }: Answer) => ({ status, body: { ...body, instance: '', request_id: '' } })

describe('a path with an id of another tenant', () => {
  const withIds = protectedRoutes.filter((route) => parametersOf(route).length > 0)

  test.each(named(withIds))('%s answers as for an id that nobody has', async (_name, route) => {
    const nouns = parametersOf(route)
    const ownIds = nouns.map((noun) => ownWorld[noun])
    const body = bodyOf(route, ownWorld)
    for (const [place, noun] of nouns.entries()) {
      if (NAMES.has(noun)) continue
      const answerFor = (id: string) => call(own.admin, route, ownIds.with(place, id), body)
      const [theirs, nobodys] = [await answerFor(foreignWorld[noun]), await answerFor(newId())]
      expect(theirs.status).toBe(404)
      expect(told(theirs)).toEqual(told(nobodys))
      expect(route.errors?.map(({ code }) => code)).toContain(theirs.body.code)
      expect(told(await answerFor('not-an-id'))).toEqual(told(nobodys))
    }
  })

  // In a tenant of its own, because it uses up what it names; what hangs off others goes first.
  const leavesFirst = withIds.toReversed().sort((a, b) => weight(a) - weight(b))
  const spent = api.tenant().then(async (tenant) => ({ ...tenant, world: await makeWorld(api, tenant) }))
  test.each(named(leavesFirst))('%s finds one’s own', async (_name, route) => {
    const { admin, world } = await spent
    const ids = parametersOf(route).map((noun) => world[noun])
    const { status } = await call(admin, route, ids, bodyOf(route, world))
    expect(status).not.toBe(404)
    expect(status).toBeLessThan(500)
  })
})

const weight = ({ method }: Route) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].indexOf(method)

describe('a reference to something of another tenant', () => {
  const references = protectedRoutes.flatMap((route) => {
    const fields = route.body ? membersOf(inputSchemaOf(route.body)) : []
    return fields
      .filter((field) => /_ids?$/.test(field) && !FOREIGN_WORDS.includes(field))
      .map((field) => [`${route.method} ${route.url}`, field, route] as const)
  })

  test('is possible in some bodies', () => {
    expect(references.length).toBeGreaterThan(4)
  })

  test.each(references)(
    'in the body of %s, as %s, is refused like one to nothing',
    async (_name, field, route) => {
      const noun = REFERENCES[field]
      if (!noun) throw new Error(`add ${field} to REFERENCES`)
      const tenant = await api.tenant()
      const world = await makeWorld(api, tenant)
      const ids = parametersOf(route).map((parameter) => world[parameter])
      const answerFor = (id: string) =>
        call(tenant.admin, route, ids, { ...bodyOf(route, world), [field]: id })
      const [theirs, nobodys] = [await answerFor(foreignWorld[noun]), await answerFor(newId())]
      expect([404, 422]).toContain(theirs.status)
      expect(told(theirs)).toEqual(told(nobodys))
    },
  )

  // A stream that finds nothing goes on looking.
  const finite = protectedRoutes.filter(({ success }) => !success.messages)
  const filters = finite.flatMap((route) => {
    const names = Object.keys((route.query && inputSchemaOf(route.query).properties) ?? {})
    const fields = names
      .flatMap((name) => /^filter\[(\w+_id)\]$/.exec(name)?.[1] ?? [])
      .filter((field) => !FOREIGN_WORDS.includes(field))
    return fields.map((field) => [`${route.method} ${route.url}`, field, route] as const)
  })

  test.each(filters)('in the filter of %s, as %s, finds nothing', async (_name, field, route) => {
    const noun = REFERENCES[field]
    if (!noun) throw new Error(`add ${field} to REFERENCES`)
    const path = pathOf(
      route,
      parametersOf(route).map((parameter) => ownWorld[parameter]),
    )
    const { status, body } = await own.admin.get(`${path}?filter[${field}]=${foreignWorld[noun]}`)
    expect([status, body.data]).toEqual([200, []])
  })
})

describe('a list', () => {
  const lists = protectedRoutes.filter(({ method, url }) => method === 'GET' && !url.includes(':'))

  test.each(named(lists))('%s holds nothing of another tenant', async (_name, route) => {
    const { status, text } = await call(own.admin, route, [])
    expect(status).toBe(200)
    const { event_type: _, ...foreignIds } = foreignWorld
    for (const secret of [...Object.values(foreignIds), foreign.id, foreign.slug])
      expect(text).not.toContain(secret)
  })
})

describe('without permission', () => {
  const ids = (route: Route) => [...route.url.matchAll(/:\w+/g)].map(() => newId())

  test.each(named(protectedRoutes))('%s is 401 for nobody', async (_name, route) => {
    expect(await call(api.anonymous, route, ids(route))).toMatchObject({
      status: 401,
      body: { code: 'auth.missing_token' },
    })
    const liar = api.anonymous.with({ authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' })
    expect(await call(liar, route, ids(route))).toMatchObject({
      status: 401,
      body: { code: 'auth.invalid_token' },
    })
  })

  test('what any member may do is the listed', () => {
    const open = protectedRoutes
      .filter(({ access }) => access === 'member')
      .map(({ operationId }) => operationId)
    expect(open.sort()).toEqual([...FOR_MEMBERS].sort())
  })

  test('everything else is 403 for a key without scopes', async () => {
    const bare = await own.key(['jobs:read'])
    await api.sql(`update api_keys set scopes = '{}' where tenant_id = $1`, [own.id])
    for (const route of protectedRoutes.filter(({ access }) => access !== 'member')) {
      const { status, body } = await call(bare, route, ids(route))
      expect([route.operationId, status, body.code]).toEqual([
        route.operationId,
        403,
        'auth.forbidden_action',
      ])
    }
  })
})
