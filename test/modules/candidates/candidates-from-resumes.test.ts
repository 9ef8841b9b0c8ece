import { expect, test } from 'vitest'
import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import {
  createCandidate,
  findCandidate,
  findCandidateByEmail,
  lockCandidate,
  updateCandidateFromResume,
} from '#src/modules/candidates/index.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()

const ctx = {
  ...api.context,
  tenantId: tenant.id,
  actorId: null,
  visibility: 'tenant' as const,
  requestId: newId(),
  actor: { type: 'system' as const, id: null },
}
const inTask = <T>(work: (tx: TenantTx) => Promise<T>) => withTenant(ctx, work)

const address = () => `${newId()}@mail.example`
const MARY = { firstName: 'Mary', lastName: 'Somerville', phone: '+442079460018', ownerId: tenant.user.id }

const add = (email: string | null) => inTask((tx) => createCandidate(tx, ctx, { ...MARY, email }))

const fill = (id: string, fields: Parameters<typeof updateCandidateFromResume>[3]) =>
  inTask(async (tx) => {
    const row = await lockCandidate(tx, id)
    return row && updateCandidateFromResume(tx, ctx, row, fields)
  })

const events = (id: string) =>
  api.sql('select type, payload, actor from events where tenant_id = $1 and resource_id = $2 order by id', [
    tenant.id,
    id,
  ])

test('a candidate made from a resume is found by e-mail address within the same transaction', async () => {
  const email = address()
  const [made, found] = await inTask(async (tx) => [
    await createCandidate(tx, ctx, { ...MARY, email }),
    await findCandidateByEmail(tx, email),
  ])
  expect(found).toEqual(made)
  expect(made).toMatchObject({ firstName: 'Mary', company: null, links: [], version: 1 })
  expect(await events(made?.id ?? '')).toMatchObject([{ type: 'candidate.created', actor: ctx.actor }])
})

test('an e-mail address that is taken leaves the transaction usable', async () => {
  const first = await add(address())
  const existing = await inTask(async (tx) => {
    const refused = await createCandidate(tx, ctx, { ...MARY, email: first.email }).catch((error) => error)
    return findCandidate(tx, refused.details.members.existing_id)
  })
  expect(existing).toEqual(first)
})

test('only what is empty is filled', async () => {
  const { id } = await add(null)
  const email = address()
  const links = [{ type: 'github' as const, url: 'https://github.com/mary' }]
  const filled = await fill(id, { firstName: 'M.', email, headline: 'Astronomer', links, company: null })
  expect(filled).toMatchObject({ ...MARY, email, headline: 'Astronomer', links, version: 2 })
  expect((await events(id))[1]).toMatchObject({
    type: 'candidate.updated',
    payload: { changed: ['email', 'headline', 'links', 'emails'] },
  })
  expect(await fill(id, { firstName: 'M.', email: address(), headline: 'Writer', links: [] })).toEqual(filled)
  expect(await events(id)).toHaveLength(2)
})

test('the e-mail address of someone else is left out', async () => {
  const other = await add(address())
  const { id } = await add(null)
  expect(await fill(id, { email: other.email, location: 'Naples' })).toMatchObject({
    email: null,
    location: 'Naples',
    version: 2,
  })
})
