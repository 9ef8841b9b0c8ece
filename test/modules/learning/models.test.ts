import { describe, expect, test } from 'vitest'
import { towards } from '#src/modules/learning/ranker/bounds.ts'
import { train } from '#src/modules/learning/ranker/train.ts'
import type { Weights } from '#src/modules/scoring/weights.ts'
import { testApi } from '#test/support/api.ts'
import { makePool, matchesOf, preferVeterans, trained } from './support.ts'

const api = await testApi()

const gatesOf = (model: { gates: { gate: string; status: string }[] }) =>
  Object.fromEntries(model.gates.map(({ gate, status }) => [gate, status]))
const inHundredths = (values: Record<string, number>, by: number) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value * by)]))

describe('a tenant that looks at years', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const pool = await makePool(tenant)
  const [jobId = ''] = pool.jobs
  for (let seed = 0; seed < 5; seed++) {
    await admin.put('/v1/learning/settings', { policy: 'epsilon_greedy', epsilon: 0.5, band: 10, seed })
    for (const job of pool.jobs) await admin.get(`/v1/jobs/${job}/shortlist`)
  }
  api.clock.advance(1)
  await preferVeterans(tenant, pool)
  const orders = () => Promise.all(pool.jobs.map((job) => matchesOf(tenant, job)))
  const before = await orders()
  const { model, operation } = await trained(tenant)

  test('has a version that its gates approve, and scores nothing by it yet', async () => {
    expect(operation).toMatchObject({
      status: 'succeeded',
      kind: 'model.train',
      result: { model_id: model.id, state: 'approved', failed_gates: [] },
    })
    expect(model).toMatchObject({ kind: 'ranker', number: 1, state: 'approved', preferences_id: null })
    expect(gatesOf(model)).toEqual({
      feedback: 'passed',
      accuracy: 'passed',
      off_policy: 'not_measured',
      drift: 'passed',
      counterfactual: expect.stringMatching(/passed|not_measured/),
      impact: 'not_measured',
    })
    expect(model.weights.experience).toBeGreaterThan(model.prior.experience)
    expect(model.weights.skills).toBeLessThan(model.prior.skills)
    expect(await orders()).toEqual(before)
  })

  test('whose weights are what its training data give', async () => {
    const { body } = await admin.get(
      `/v1/learning/training-data?filter[model_id]=${model.id}&sort=created_at&limit=100`,
    )
    expect(body.data).toHaveLength(48)
    expect(body.data.map((row: { position: number }) => row.position)).toEqual(
      body.data.map((_: object, i: number) => i),
    )
    const samples = body.data.map(
      (row: { job_id: string; candidate_id: string; features: Record<string, number>; reward: number }) => ({
        jobId: row.job_id,
        candidateId: row.candidate_id,
        features: inHundredths(row.features, 100),
        reward: row.reward,
      }),
    )
    const prior = inHundredths(model.prior, 10_000) as Weights
    expect(inHundredths(model.weights, 10_000)).toEqual(towards(train(samples, prior).weights, prior))
  })

  test('which is known to order better, before it is activated', async () => {
    const { body } = await admin.get(`/v1/ai/models/${model.id}/performance`)
    const metrics = Object.fromEntries(
      body.evaluations.map((one: { kind: string; metrics: object }) => [one.kind, one.metrics]),
    )
    const { cross_validation: validated, off_policy: estimate } = metrics
    expect(validated.learned.ndcg).toBeGreaterThan(validated.current.ndcg)
    expect(estimate.lists).toBe(20)
    expect(estimate.learned.doubly_robust.low).toBeLessThanOrEqual(estimate.learned.doubly_robust.high)
    expect(metrics.training.feature_importance.experience.learned).toBeGreaterThan(0)
  })

  test('and activated, changes the order, and rolled back, restores it to the hundredth', async () => {
    const { status, body } = await admin.post(`/v1/ai/models/${model.id}/activate`)
    expect([status, body.state, body.previous_id]).toEqual([200, 'active', null])
    await tenant.drain()
    const after = await orders()
    expect(after.map((job) => job.map((match) => match.candidate_id))).not.toEqual(
      before.map((job) => job.map((match) => match.candidate_id)),
    )
    const first = pool.candidates.indexOf(after[0]?.[0]?.candidate_id ?? '')
    expect(first % 2).toBe(0)
    const inForce = (await admin.get('/v1/scoring-preferences')).body
    expect(inForce).toMatchObject({ id: body.preferences_id, weights: model.weights })
    expect((await admin.get(`/v1/jobs/${jobId}/shortlist`)).body.model_id).toBe(model.id)

    // The next version is held to the prior, not to what was learnt.
    const second = (await trained(tenant)).model
    expect(second).toMatchObject({ number: 2, prior: model.prior })
    expect((await admin.post(`/v1/ai/models/${second.id}/activate`)).body.previous_id).toBe(model.id)
    expect((await admin.get(`/v1/ai/models/${model.id}`)).body.state).toBe('retired')
    await tenant.drain()
    const back = await admin.post(`/v1/ai/models/${second.id}/rollback`)
    expect([back.status, back.body.state]).toEqual([200, 'rolled_back'])
    expect((await admin.get(`/v1/ai/models/${model.id}`)).body.state).toBe('active')
    await tenant.drain()
    const seen = (matches: Awaited<ReturnType<typeof orders>>) =>
      matches.map((job) =>
        job.map(({ candidate_id, score, components }) => ({ candidate_id, score, components })),
      )
    expect(seen(await orders())).toEqual(seen(after))

    expect((await admin.post(`/v1/ai/models/${model.id}/rollback`)).body.state).toBe('rolled_back')
    await tenant.drain()
    expect(seen(await orders())).toEqual(seen(before))

    const events = await api.sql<{ type: string; payload: object }>(
      "select type, payload from events where tenant_id = $1 and type like 'model.%' order by sequence",
      [tenant.id],
    )
    expect(events.map(({ type }) => type)).toEqual([
      'model.requested',
      'model.evaluated',
      'model.activated',
      'model.requested',
      'model.evaluated',
      'model.activated',
      'model.rolled_back',
      'model.rolled_back',
    ])
    expect(events.at(-2)?.payload).toMatchObject({ number: 2, restored_id: model.id })
    expect(events.at(-1)?.payload).toMatchObject({ number: 1, restored_id: null })
  })

  test('a version that ended is not activated again', async () => {
    const { status, body } = await admin.post(`/v1/ai/models/${model.id}/activate`)
    expect([status, body.code, body.current_state]).toEqual([409, 'model.invalid_transition', 'rolled_back'])
    expect(body.allowed).toEqual([])
  })

  test('an approved one is, unless scores are made otherwise by then', async () => {
    const { model: next } = await trained(tenant)
    await api.sql("update model_versions set scoring_version = 'older' where tenant_id = $1 and id = $2", [
      tenant.id,
      next.id,
    ])
    expect((await admin.post(`/v1/ai/models/${next.id}/activate`)).body.code).toBe('model.stale')
  })

  test('nor where other weights are in force than those its gates compared it with', async () => {
    const { model: next } = await trained(tenant)
    await admin.put('/v1/scoring-preferences', { weights: { skills: 0.4, title: 0.6 } })
    const { status, body } = await admin.post(`/v1/ai/models/${next.id}/activate`)
    expect([status, body.code]).toEqual([409, 'model.stale'])
    expect((await admin.get(`/v1/ai/models/${next.id}`)).body.state).toBe('approved')
    await admin.post('/v1/scoring-preferences/rollback', {})
  })

  test('weights that people put in force over it are not rolled back with it', async () => {
    const { model: next } = await trained(tenant)
    await admin.post(`/v1/ai/models/${next.id}/activate`)
    await admin.put('/v1/scoring-preferences', { weights: { skills: 0.5, experience: 0.5 } })
    const { status, body } = await admin.post(`/v1/ai/models/${next.id}/rollback`)
    expect([status, body.code]).toEqual([409, 'model.not_in_force'])
  })
})

test('little feedback makes a version that is rejected and never activated', async () => {
  const tenant = await api.tenant()
  const { model, operation } = await trained(tenant)
  expect(operation.result).toMatchObject({ state: 'rejected', failed_gates: ['feedback'] })
  expect(model.weights).toEqual(model.prior)
  const { status, body } = await tenant.admin.post(`/v1/ai/models/${model.id}/activate`)
  expect([status, body.code, body.current_state]).toEqual([409, 'model.invalid_transition', 'rejected'])
})

test('one version is trained at a time', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const answers = await Promise.all([admin.post('/v1/ai/models/train'), admin.post('/v1/ai/models/train')])
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('model.training')
  await tenant.drain()
  expect((await admin.post('/v1/ai/models/train')).status).toBe(202)
})

test('recruiters read versions and do not change them; viewers do neither', async () => {
  const tenant = await api.tenant()
  const { model } = await trained(tenant)
  const [recruiter, viewer] = [await tenant.member('recruiter'), await tenant.member('viewer')]
  expect((await recruiter.get('/v1/ai/models?filter[state]=rejected')).body.data).toHaveLength(1)
  expect((await recruiter.post('/v1/ai/models/train')).status).toBe(403)
  expect((await recruiter.post(`/v1/ai/models/${model.id}/activate`)).status).toBe(403)
  expect((await recruiter.post(`/v1/ai/models/${model.id}/rollback`)).status).toBe(403)
  expect((await viewer.get('/v1/ai/models')).status).toBe(403)
})

test('tells how groups of people fare to those alone who may count them, and that they were counted', async () => {
  const tenant = await api.tenant()
  const pool = await makePool(tenant)
  for (const [i, candidate] of pool.candidates.entries()) {
    const application = { job_id: pool.jobs[0], candidate_id: candidate }
    const { body } = await tenant.admin.post('/v1/applications', application)
    const answers = { sex: i % 2 === 0 ? 'male' : 'female' }
    await tenant.admin.put(`/v1/applications/${body.id}/self-identification`, answers)
  }
  await preferVeterans(tenant, pool)
  const { model } = await trained(tenant)
  const impactOf = (seen: { gates: { gate: string; detail: object }[] }) =>
    seen.gates.find(({ gate }) => gate === 'impact')?.detail
  expect(impactOf(model)).toHaveProperty('groups')
  const recruiter = await tenant.member('recruiter')
  const { body: seen } = await recruiter.get(`/v1/ai/models/${model.id}`)
  expect(impactOf(seen)).toEqual(expect.not.objectContaining({ groups: expect.anything() }))
  expect(impactOf((await recruiter.get('/v1/ai/models')).body.data[0])).toEqual(impactOf(seen))
  const { body: accesses } = await tenant.admin.get('/v1/eeo-accesses?filter[kind]=compute')
  expect(accesses.data).toMatchObject([{ subject_id: model.id, ip: null }])
})
