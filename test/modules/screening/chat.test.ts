import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { llmStub } from '#test/support/llm-stub.ts'
import type { Message } from '#test/support/message-stream.ts'
import { addProvider } from '../llm/provider.ts'
import {
  ANSWERS,
  accept,
  answerOpen,
  BY_RULES,
  evaluationsOf,
  invited,
  scoresOf,
  typesOf,
} from './support.ts'

const api = await testApi()
const stub = await llmStub()

const FOLLOW_UP = 'What did you do when it failed at night?'

stub.replies(({ prompt }) => ({
  text: JSON.stringify(
    prompt.startsWith('The question:') && prompt.includes('The criteria:')
      ? {
          scores: [
            {
              criterion: 1,
              score: 80,
              reason: 'Ran\u0000 one.',
              quotes: ['I ran PostgreSQL for a hospital'],
            },
          ],
        }
      : { needed: true, question: FOLLOW_UP },
  ),
}))

describe.each([
  { ai: 'without AI', hasProvider: false, useAi: true },
  { ai: 'with AI that the candidate declines', hasProvider: true, useAi: false },
  { ai: 'with AI', hasProvider: true, useAi: true },
])('a scripted candidate, $ai', ({ hasProvider, useAi }) => {
  const asksMore = hasProvider && useAi
  const script: unknown[] = asksMore
    ? [ANSWERS[0], 'I restored it from the standby.', ...ANSWERS.slice(1)]
    : [...ANSWERS]

  test('completes a screening over HTTP and a stream that breaks off all the time', async () => {
    const tenant = await api.tenant()
    if (hasProvider) await addProvider(tenant, stub)
    const screening = await invited(api, tenant)
    const heard: Message[] = []
    const open = () =>
      screening.candidate.stream(`${screening.path}/stream`, { 'last-event-id': String(heard.length) })

    let stream = await open()
    heard.push(...(await stream.take(1)))
    expect(heard[0]).toMatchObject({ id: 1, event: 'disclosure', data: { role: 'system' } })
    expect((await accept(screening, useAi)).status).toBe(200)
    await tenant.drain()
    // Still the first connection: what happens is told to whoever listens.
    heard.push(...(await stream.take(2)))
    expect(heard.map(({ event }) => event)).toEqual(['disclosure', 'consent', 'question'])

    for (const answer of script) {
      stream.close()
      const sent = await answerOpen(screening, answer)
      expect(sent.status).toBe(200)
      await tenant.drain()
      stream = await open()
      heard.push(...(await stream.take(2)))
      expect(heard.at(-2)).toMatchObject({ event: 'answer', data: { answer, sequence: heard.length - 1 } })
    }
    expect(await stream.rest()).toEqual([])

    // Once more from the middle, and from the end.
    const again = await screening.candidate.stream(`${screening.path}/stream`, { 'last-event-id': '4' })
    expect((await again.rest()).map(({ id }) => id)).toEqual(heard.slice(4).map(({ id }) => id))
    expect(await (await open()).rest()).toEqual([])

    const { body } = await tenant.admin.get(`/v1/screenings/${screening.id}/transcript`)
    expect(body.state).toBe('completed')
    expect(body.messages.map(({ lineage_id: _, ...message }: Record<string, unknown>) => message)).toEqual(
      heard.map(({ data }) => data),
    )
    expect(heard.map(({ id }) => id)).toEqual(heard.map((_, i) => i + 1))
    expect(heard.map(({ data }) => data.sequence)).toEqual(heard.map(({ id }) => id))
    expect(heard.at(-1)).toMatchObject({ event: 'closing' })
    expect(heard.filter(({ data }) => data.written_by_ai).map(({ data }) => data.text)).toEqual(
      asksMore ? [FOLLOW_UP] : [],
    )
  })

  test('is scored with evidence, is told of, and moves nothing', async () => {
    const tenant = await api.tenant()
    if (hasProvider) await addProvider(tenant, stub)
    const screening = await invited(api, tenant)
    const before = (await tenant.admin.get(`/v1/applications/${screening.application.id}`)).body
    await accept(screening, useAi)
    for (const answer of script) {
      expect((await answerOpen(screening, answer)).status).toBe(200)
      await tenant.drain()
    }
    const [evaluation, ...others] = await evaluationsOf(tenant, screening.id)
    expect(others).toEqual([])
    expect(evaluation).toMatchObject({
      kind: 'screening',
      revision: 1,
      rubric_version: 1,
      flags: [],
      method: asksMore ? 'model' : 'rules',
      needs_human: !asksMore,
    })
    expect(scoresOf(evaluation)).toEqual({
      ownership: asksMore ? 80 : null,
      ...BY_RULES,
    })
    // (0.5 x 80 + 0.5 x 50 + 0.5 x 100 + 0.25 x 100 + 0.25 x 100) / 2, and without the first.
    expect(evaluation.score).toBe(asksMore ? 82.5 : 83.33)
    expect(evaluation.lineage_ids).toHaveLength(asksMore ? 1 : 0)
    const { messages } = (await tenant.admin.get(`/v1/screenings/${screening.id}/transcript`)).body
    for (const { evidence } of evaluation.criteria)
      for (const { sequence, start, end, quote } of evidence)
        expect(messages[sequence - 1].text.slice(start, end)).toBe(quote)
    const types = await typesOf(tenant, screening.id)
    expect(types.filter((type) => type !== 'screening.message_added').sort()).toEqual([
      'screening.completed',
      'screening.invited',
      'screening.started',
    ])
    expect((await tenant.admin.get(`/v1/applications/${screening.application.id}`)).body).toEqual(before)
  })
})

test('the disclosure comes first, says who and how, and nothing is asked before it is accepted', async () => {
  const tenant = await api.tenant()
  await addProvider(tenant, stub)
  const screening = await invited(api, tenant)
  const { body } = await screening.candidate.get(screening.path)
  expect(body).toMatchObject({
    state: 'pending',
    company: tenant.slug,
    open_question: null,
    disclosure: { version: 1, accepted_at: null },
    ai: { offered: true, providers: ['openai'], accepted: null },
  })
  expect(body.messages.map(({ kind }: { kind: string }) => kind)).toEqual(['disclosure'])
  for (const said of ['not by a person', 'OpenAI', 'decline', 'ask for a person', 'withdraw', tenant.slug])
    expect(body.disclosure.text).toContain(said)
  const early = await screening.candidate.post(`${screening.path}/messages`, {
    client_message_id: 'early',
    in_reply_to: 1,
    answer: 'Hello',
  })
  expect(early).toMatchObject({ status: 409, body: { code: 'screening.not_accepted' } })
  const other = await screening.candidate.post(`${screening.path}/accept`, {
    disclosure_version: 2,
    use_ai: true,
  })
  expect(other).toMatchObject({ status: 409, body: { code: 'screening.disclosure_changed', version: 1 } })
})

test('a message is written once, however often it is sent, and by how many at once', async () => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant)
  const at = (await accept(screening)).body.open_question.sequence
  const send = (fields: object = {}) =>
    screening.candidate.post(`${screening.path}/messages`, {
      client_message_id: 'one',
      in_reply_to: at,
      answer: 'Kept it running',
      ...fields,
    })
  const answers = await Promise.all(Array.from({ length: 5 }, () => send()))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers[0]).toMatchObject({ status: 200, body: { message: { sequence: at + 1 } } })
  const { messages } = (await screening.candidate.get(screening.path)).body
  expect(messages.map(({ kind }: { kind: string }) => kind)).toEqual([
    'disclosure',
    'consent',
    'question',
    'answer',
    'question',
  ])
  expect(await send({ answer: 'Another' })).toMatchObject({
    status: 409,
    body: { code: 'screening.message_id_reused' },
  })
  // One that missed the next question answers nothing.
  expect(await send({ client_message_id: 'two' })).toMatchObject({
    status: 409,
    body: { code: 'screening.not_asked', open_sequence: at + 2 },
  })
})

test('of two tabs that answer at once, one is heard', async () => {
  const screening = await invited(api, await api.tenant())
  const at = (await accept(screening)).body.open_question.sequence
  const answers = await Promise.all(
    ['tab-1', 'tab-2', 'tab-3'].map((tab) =>
      screening.candidate.post(`${screening.path}/messages`, {
        client_message_id: tab,
        in_reply_to: at,
        answer: tab,
      }),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  const { messages } = (await screening.candidate.get(screening.path)).body
  expect(messages.filter(({ kind }: { kind: string }) => kind === 'answer')).toHaveLength(1)
})

test.each([
  [0, 7],
  [0, null],
  [1, 'Night'],
  [1, true],
  [2, 'three'],
  [3, 'yes'],
])('question %i does not take %j', async (nth, answer) => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant)
  await accept(screening)
  for (const earlier of ANSWERS.slice(0, nth)) await answerOpen(screening, earlier)
  expect(await answerOpen(screening, answer)).toMatchObject({
    status: 422,
    body: { code: 'screening.invalid_answer', errors: [{ pointer: '/answer' }] },
  })
  // What is not required may be left out.
  if (nth === 3) expect((await answerOpen(screening, null)).body.state).toBe('completed')
})

test.each([
  ['has an address', 'Would you look at https://evil.example?'],
  ['asks for what is protected', 'How old are you, and are you married?'],
  ['is no question', 'Well done, you are hired.'],
  ['is of two lines', 'Why?\nWhat else did you do?'],
])('a follow-up that %s is not asked', async (_what, question) => {
  const tenant = await api.tenant()
  const own = await llmStub()
  await addProvider(tenant, own)
  own.replies(() => ({ text: JSON.stringify({ needed: true, question }) }))
  const screening = await invited(api, tenant)
  await accept(screening)
  await answerOpen(screening, ANSWERS[0])
  await tenant.drain()
  const { messages } = (await screening.candidate.get(screening.path)).body
  expect(messages.at(-1)).toMatchObject({ kind: 'question', written_by_ai: false })
})

test.each([
  ['refuses', { status: 500 }],
  ['says what has no form', { text: 'Sure!' }],
])('a model that %s keeps nobody waiting', async (_what, reply) => {
  const tenant = await api.tenant()
  const own = await llmStub()
  await addProvider(tenant, own)
  own.replies(() => reply)
  const screening = await invited(api, tenant)
  await accept(screening)
  for (const answer of ANSWERS) {
    expect((await answerOpen(screening, answer)).status).toBe(200)
    await tenant.drain()
  }
  expect((await screening.candidate.get(screening.path)).body.state).toBe('completed')
  expect((await evaluationsOf(tenant, screening.id))[0]).toMatchObject({ method: 'rules', needs_human: true })
})

test('follow-ups are bounded, however many a model would like', async () => {
  const tenant = await api.tenant()
  await addProvider(tenant, stub)
  const questions = Array.from({ length: 5 }, (_, i) => ({ kind: 'free_text', text: `Tell us, ${i}.` }))
  const screening = await invited(api, tenant)
  await tenant.admin.put(`/v1/jobs/${screening.job.id}/screening-questions`, { questions })
  await tenant.admin.post(`/v1/screenings/${screening.id}/cancel`)
  const { body } = await tenant.admin.post(`/v1/applications/${screening.application.id}/screenings`, {})
  const next = { ...screening, id: body.id, path: `/candidate/v1/screenings/${body.id}` }
  next.candidate = api.anonymous.with({ authorization: `Bearer ${body.token}` })
  await accept(next)
  for (let i = 0; i < 5 + 3; i++) {
    expect((await answerOpen(next, `Something, ${i}`)).status).toBe(200)
    await tenant.drain()
  }
  const { state, messages } = (await next.candidate.get(next.path)).body
  expect(state).toBe('completed')
  expect(messages.filter(({ kind }: { kind: string }) => kind === 'follow_up')).toHaveLength(3)
})
