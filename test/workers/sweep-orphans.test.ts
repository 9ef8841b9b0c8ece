import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { fileOwners } from '#src/modules/registry.ts'
import { type ObjectKey, objectKey } from '#src/platform/storage/object-key.ts'
import { claimChore } from '#src/workers/chores.repo.ts'
import { sweepOrphans } from '#src/workers/sweep-orphans.ts'
import { testApi } from '#test/support/api.ts'
import { send } from '../modules/resumes/support.ts'

const api = await testApi()
const { context } = api
const DAY_SECONDS = 24 * 60 * 60

async function store(key: ObjectKey): Promise<ObjectKey> {
  const bytes = Buffer.from('x')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await context.storage.put(key, bytes, { contentType: 'text/plain', size: 1, sha256 })
  return key
}

const isThere = (key: ObjectKey) =>
  context.storage.read(key, 1_000_000).then(
    () => true,
    () => false,
  )

test('removes what no row knows, a day after it was stored, and nothing else', async () => {
  const tenant = await api.tenant()
  const { admin, id } = tenant
  const { body: uploaded } = await send(admin)
  const candidate = await admin.post('/v1/candidates', { first_name: 'Ada', last_name: 'Byron' })
  const attached = await admin.upload(`/v1/candidates/${candidate.body.id}/attachments`, {
    fields: {},
    files: { file: { filename: 'a.txt', bytes: Buffer.from('kept\n') } },
  })
  await admin.delete(`/v1/candidates/${candidate.body.id}`)
  const known = [objectKey(id, 'resumes', uploaded.resume.id), objectKey(id, 'attachments', attached.body.id)]
  const orphans = [
    await store(objectKey(id, 'resumes', newId())),
    await store(objectKey(id, 'attachments', newId())),
    // The id of a row of another area, and of another tenant, makes no file known.
    await store(objectKey(id, 'attachments', uploaded.resume.id)),
    await store(objectKey((await api.tenant()).id, 'resumes', uploaded.resume.id)),
  ]
  const exported = await store(objectKey(id, 'exports', newId()))
  const left = () => Promise.all([...known, ...orphans, exported].map(isThere))

  expect(await sweepOrphans(context, fileOwners)).toBe(0)
  api.clock.advance(DAY_SECONDS + 1)
  expect(await sweepOrphans(context, fileOwners)).toBe(4)
  expect(await left()).toEqual([true, true, false, false, false, false, true])
  expect(await sweepOrphans(context, fileOwners)).toBe(0)
  api.clock.advance(6 * DAY_SECONDS)
  await sweepOrphans(context, fileOwners)
  expect(await left()).toEqual([true, true, false, false, false, false, false])
})

test('a chore is the turn of one process of all, once in its time', async () => {
  const name = `a chore of ${newId()}`
  const turns = async () => {
    const claims = await Promise.all(Array.from({ length: 5 }, () => claimChore(context, name, 1000)))
    return claims.filter(Boolean).length
  }
  expect(await turns()).toBe(1)
  expect(await turns()).toBe(0)
  api.clock.advance(2)
  expect(await turns()).toBe(1)
})
