import { expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { applicationOf, QUESTIONS } from './support.ts'

const api = await testApi()

const withoutIds = (questions: { id: string }[]) => questions.map(({ id: _, ...question }) => question)

test('a template is made, changed, copied by jobs, and removed without them', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const made = await admin.post('/v1/question-templates', { name: 'Operators', questions: QUESTIONS })
  expect(made).toMatchObject({ status: 201, body: { version: 1, created_by: tenant.user.id } })
  const { id } = made.body
  const again = await admin.post('/v1/question-templates', { name: 'Operators', questions: QUESTIONS })
  expect(again).toMatchObject({ status: 409, body: { code: 'question_template.name_taken' } })
  const { job } = await applicationOf(tenant)
  const path = `/v1/jobs/${job.id}/screening-questions`
  const copied = await admin.put(path, { template_id: id })
  expect(copied).toMatchObject({ status: 200, body: { version: 2, template_id: id, template_version: 1 } })
  expect(withoutIds(copied.body.questions)).toEqual(withoutIds(made.body.questions))

  const url = `/v1/question-templates/${id}`
  const same = await admin.patch(url, { questions: withoutIds(made.body.questions) })
  expect(same.body).toEqual(made.body)
  expect((await admin.patch(url, { name: 'Others' }, { 'if-match': '"7"' })).status).toBe(412)
  const changed = await admin.patch(url, { name: 'Others', questions: [{ kind: 'yes_no', text: 'Ready?' }] })
  expect(changed.body).toMatchObject({
    name: 'Others',
    version: 2,
    questions: [{ required: true, criteria: [] }],
  })
  expect((await admin.get(path)).body).toEqual(copied.body)
  expect((await admin.get('/v1/question-templates')).body.data).toEqual([changed.body])

  expect((await admin.delete(url)).status).toBe(204)
  expect((await admin.get(url)).status).toBe(404)
  expect((await admin.get(path)).body).toEqual(copied.body)
  expect(await admin.put(path, { template_id: id })).toMatchObject({
    status: 422,
    body: { code: 'question_template.unknown' },
  })
})

test('the questions of a job are versions, of which the last counts, and writers see each other', async () => {
  const tenant = await api.tenant()
  const { job } = await applicationOf(tenant)
  const path = `/v1/jobs/${job.id}/screening-questions`
  const questions = [{ kind: 'free_text', text: 'Why us?' }]
  expect((await tenant.admin.put(path, { questions }, { 'if-match': '"0"' })).status).toBe(412)
  const answers = await Promise.all(
    [1, 2, 3].map(() => tenant.admin.put(path, { questions }, { 'if-match': '"1"' })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412])
  const bare = (await tenant.admin.post('/v1/jobs', { title: 'Cook', description: 'Cooks' })).body
  const none = (await tenant.admin.get(`/v1/jobs/${bare.id}/screening-questions`)).body
  expect(none).toMatchObject({ version: 0, questions: [], created_at: null })
})

test.each([
  ['nothing', {}],
  [
    'both',
    { questions: [{ kind: 'yes_no', text: 'a' }], template_id: '01a1ffe5-2692-77df-97df-8ae9a98c0e9d' },
  ],
  ['no question', { questions: [] }],
  ['too many', { questions: Array.from({ length: 21 }, () => ({ kind: 'yes_no', text: 'a' })) }],
  ['an unknown kind', { questions: [{ kind: 'essay', text: 'a' }] }],
  ['one choice', { questions: [{ kind: 'choice', text: 'a', choices: ['b'] }] }],
  ['the same choice twice', { questions: [{ kind: 'choice', text: 'a', choices: ['b', 'b'] }] }],
  [
    'what is no choice',
    {
      questions: [
        { kind: 'choice', text: 'a', choices: ['b', 'c'], criteria: [{ name: 'd', accepted: ['e'] }] },
      ],
    },
  ],
  [
    'a measure of another kind',
    { questions: [{ kind: 'yes_no', text: 'a', criteria: [{ name: 'b', minimum: 1 }] }] },
  ],
  ['no bound of a number', { questions: [{ kind: 'number', text: 'a', criteria: [{ name: 'b' }] }] }],
  [
    'bounds that nothing is within',
    { questions: [{ kind: 'number', text: 'a', criteria: [{ name: 'b', minimum: 3, maximum: 2 }] }] },
  ],
  [
    'a keyword twice',
    { questions: [{ kind: 'free_text', text: 'a', criteria: [{ name: 'b', keywords: ['Go', 'go'] }] }] },
  ],
  ['no weight', { questions: [{ kind: 'free_text', text: 'a', criteria: [{ name: 'b', weight: 0 }] }] }],
  [
    'two of a name',
    { questions: [{ kind: 'free_text', text: 'a', criteria: [{ name: 'b' }, { name: 'b' }] }] },
  ],
])('questions with %s are refused', async (_what, body) => {
  const tenant = await api.tenant()
  const { job } = await applicationOf(tenant)
  const answer = await tenant.admin.put(`/v1/jobs/${job.id}/screening-questions`, body)
  expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid_body' } })
})

test('recruiters write questions, hiring managers those of their jobs, viewers read none', async () => {
  const tenant = await api.tenant()
  const [recruiter, manager, viewer] = [
    await tenant.member('recruiter'),
    await tenant.member('hiring_manager'),
    await tenant.member('viewer'),
  ]
  const { job } = await applicationOf(tenant)
  const path = `/v1/jobs/${job.id}/screening-questions`
  const questions = [{ kind: 'free_text', text: 'Why us?' }]
  expect((await recruiter.put(path, { questions })).status).toBe(200)
  expect((await manager.put(path, { questions })).status).toBe(404)
  await tenant.admin.patch(`/v1/jobs/${job.id}`, { hiring_manager_id: manager.userId })
  expect((await manager.put(path, { questions })).status).toBe(200)
  expect((await viewer.get(path)).status).toBe(403)
  const template = { name: 'Mine', questions }
  expect((await manager.post('/v1/question-templates', template)).status).toBe(403)
  expect((await manager.get('/v1/question-templates')).status).toBe(200)
  expect((await recruiter.post('/v1/question-templates', template)).status).toBe(201)
})
