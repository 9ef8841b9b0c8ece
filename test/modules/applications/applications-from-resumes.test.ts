import { expect, test } from 'vitest'
import { withTenant } from '#src/db/tenant.ts'
import { newId } from '#src/lib/ids.ts'
import { createApplicationIfPossible } from '#src/modules/applications/index.ts'
import { createCandidate } from '#src/modules/candidates/index.ts'
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

async function draft(): Promise<string> {
  return (await tenant.admin.post('/v1/jobs', { title: 'Engineer', description: 'Builds.' })).body.id
}

/** What a resume does: a new candidate who applies within the same transaction. */
const applyAnew = (jobId: string) =>
  withTenant(ctx, async (tx) => {
    const { id: candidateId } = await createCandidate(tx, ctx, { firstName: 'Mary', ownerId: tenant.user.id })
    return createApplicationIfPossible(tx, ctx, { jobId, candidateId, source: 'resume' })
  })

const apply = (jobId: string, candidateId: string) =>
  withTenant(ctx, (tx) => createApplicationIfPossible(tx, ctx, { jobId, candidateId }))

test('a candidate made in the same transaction applies', async () => {
  const outcome = await applyAnew(await draft())
  if (!('application' in outcome)) throw new Error(outcome.reason)
  const { body } = await tenant.admin.get(`/v1/applications/${outcome.application.id}`)
  expect(body).toMatchObject({
    source: 'resume',
    status: 'active',
    snapshot: { first_name: 'Mary', last_name: null },
  })
})

test('what stands against it is an answer, not an error', async () => {
  const jobId = await draft()
  const outcome = await applyAnew(jobId)
  if (!('application' in outcome)) throw new Error(outcome.reason)
  const { id, candidateId } = outcome.application
  expect(await apply(jobId, candidateId)).toEqual({ reason: 'already_applied', existingId: id })
  expect(await apply(newId(), candidateId)).toEqual({ reason: 'job_not_found' })
  expect(await apply(jobId, newId())).toEqual({ reason: 'candidate_not_found' })
  const cancelled = await draft()
  await tenant.admin.post(`/v1/jobs/${cancelled}/cancel`)
  expect(await apply(cancelled, candidateId)).toEqual({ reason: 'job_not_open', jobStatus: 'cancelled' })
})

test('of several at once exactly one applies', async () => {
  const [known, jobId] = [await applyAnew(await draft()), await draft()]
  if (!('application' in known)) throw new Error(known.reason)
  const { candidateId } = known.application
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => apply(jobId, candidateId)))
  const ids = outcomes.map((outcome) =>
    'application' in outcome ? outcome.application.id : 'existingId' in outcome && outcome.existingId,
  )
  expect(outcomes.filter((outcome) => 'application' in outcome)).toHaveLength(1)
  expect(new Set(ids).size).toBe(1)
})
