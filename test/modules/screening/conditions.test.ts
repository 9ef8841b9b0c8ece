import { expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { accept, applicationOf, complete, evaluationsOf, invite, invited, typesOf } from './support.ts'

const api = await testApi()

const PERMIT = {
  kind: 'yes_no',
  text: 'May you work in the country of the job?',
  criteria: [{ name: 'permit', expected: true, knockout: true }],
}
const WHY = { kind: 'yes_no', text: 'Do you like nights?', criteria: [{ name: 'nights', expected: true }] }

test.each([
  ['met', [true, false], []],
  ['not met', [false, true], ['knocked_out']],
])('a condition that is %s is told by a rule, and moves nothing', async (_what, answers, flags) => {
  const tenant = await api.tenant()
  const { application } = await applicationOf(tenant, [PERMIT, WHY])
  const screening = await invite(api, tenant, application.id)
  await complete(tenant, screening, { answers })
  const [evaluation] = await evaluationsOf(tenant, screening.id)
  expect(evaluation).toMatchObject({ flags, needs_human: flags.length > 0, method: 'rules' })
  expect(evaluation.criteria).toMatchObject([
    { criterion: 'permit', knockout: true, by: 'rules', score: answers[0] ? 100 : 0 },
    { criterion: 'nights', knockout: false },
  ])
  await tenant.drain()
  expect((await tenant.admin.get(`/v1/applications/${application.id}`)).body).toEqual(application)
  expect(await typesOf(tenant, application.id)).toEqual(['application.created'])
})

test('candidates are told of a condition, before they begin and where it is asked', async () => {
  const tenant = await api.tenant()
  const { application } = await applicationOf(tenant, [PERMIT, WHY])
  const screening = await invite(api, tenant, application.id)
  const { body } = await screening.candidate.get(screening.path)
  expect(body.disclosure.text).toContain('One question asks for a condition of the job')
  expect((await accept(screening)).body.open_question).toMatchObject({ is_condition: true })
  const other = await invited(api, tenant)
  expect((await other.candidate.get(other.path)).body.disclosure.text).not.toContain('condition of the job')
  expect((await accept(other)).body.open_question).toMatchObject({ is_condition: false })
})

test('only what a rule tells can be declared a condition', async () => {
  const tenant = await api.tenant()
  const { job } = await applicationOf(tenant)
  const judged = [
    { kind: 'free_text', text: 'Why?', criteria: [{ name: 'will', knockout: true }] },
    { kind: 'free_text', text: 'Why?', criteria: [{ name: 'will', keywords: ['pay'], knockout: true }] },
  ]
  for (const question of judged)
    expect(
      await tenant.admin.put(`/v1/jobs/${job.id}/screening-questions`, { questions: [question] }),
    ).toMatchObject({ status: 422, body: { code: 'request.invalid_body' } })
})
