import { describe, expect, inject, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import type { Answer } from '#test/support/client.ts'
import { outcome, signupOf } from './accounts.ts'

// The limits a deployment has that sets none; callers are told apart by an address no other test uses.
const api = await testApi({ RATE_LIMITS: '', TRUST_PROXY: 'true' })
const isShared = inject('stack').redisUrl !== null

const AT_ONCE = 50
const octets = () => Buffer.from(newId().slice(-6), 'hex').join('.')
const fromSomewhere = () => api.anonymous.with({ 'x-forwarded-for': `10.${octets()}` })
const all = (send: () => Promise<Answer>) => Promise.all(Array.from({ length: AT_ONCE }, send))
const count = (answers: Answer[], status: number) =>
  answers.filter((answer) => answer.status === status).length
const wrongLogin = (by: ReturnType<typeof fromSomewhere>) =>
  by.post('/v1/auth/login', { email: `${newId()}@x.example`, password: 'no' })

function expectRefusal(answer: Answer | undefined, policy: string): void {
  expect(answer && outcome(answer)).toEqual([429, 'request.rate_limited'])
  expect(answer?.headers['ratelimit-policy']).toBe(policy)
  const [, remaining, seconds] = /^"\w+";r=(\d+);t=(\d+)$/.exec(answer?.headers.ratelimit ?? '') ?? []
  expect([remaining, Number(seconds) > 0 && Number(seconds) <= 60]).toEqual(['0', true])
  expect(answer?.headers['retry-after']).toBe(seconds)
}

describe(`${AT_ONCE} requests of one address at once`, () => {
  test('are twenty sign-ups', async () => {
    const caller = fromSomewhere()
    const answers = await all(() => caller.post('/v1/signup', signupOf()))
    expect([count(answers, 201), count(answers, 429)]).toEqual([20, AT_ONCE - 20])
    expectRefusal(
      answers.find(({ status }) => status === 429),
      '"signup";q=20;w=60',
    )
  })

  test('are thirty log-ins, right or wrong', async () => {
    const caller = fromSomewhere()
    const answers = await all(() => wrongLogin(caller))
    expect([count(answers, 401), count(answers, 429)]).toEqual([30, AT_ONCE - 30])
    expectRefusal(
      answers.find(({ status }) => status === 429),
      '"login";q=30;w=60',
    )
  })

  test('are thirty refreshes, which count with the log-ins', async () => {
    const caller = fromSomewhere()
    const answers = await all(() => caller.post('/v1/auth/refresh', { refresh_token: newId() }))
    expect([count(answers, 401), count(answers, 429)]).toEqual([30, AT_ONCE - 30])
    expect((await wrongLogin(caller)).status).toBe(429)
  })

  test('count although their bodies are invalid', async () => {
    const caller = fromSomewhere()
    const answers = await all(() => caller.post('/v1/signup', {}))
    expect([count(answers, 422), count(answers, 429)]).toEqual([20, AT_ONCE - 20])
  })

  test('do not count for other addresses, or other kinds of request', async () => {
    const caller = fromSomewhere()
    await all(() => caller.post('/v1/signup', {}))
    expect((await fromSomewhere().post('/v1/signup', {})).status).toBe(422)
    expect((await wrongLogin(caller)).status).toBe(401)
  })
})

describe('the headers', () => {
  test('count down from the first request', async () => {
    const caller = fromSomewhere()
    const answers = [await wrongLogin(caller), await wrongLogin(caller)]
    expect(answers.map(({ headers }) => headers.ratelimit)).toEqual([
      '"login";r=29;t=60',
      '"login";r=28;t=60',
    ])
    expect(answers[0]?.headers['ratelimit-policy']).toBe('"login";q=30;w=60')
    expect(answers[0]?.headers['retry-after']).toBeUndefined()
  })

  test('are those of the principal where there is one', async () => {
    const signedUp = await fromSomewhere().post('/v1/signup', signupOf())
    const { headers } = await api.anonymous.get('/v1/me', {
      authorization: `Bearer ${signedUp.body.access_token}`,
    })
    expect(headers['ratelimit-policy']).toBe('"requests";q=6000;w=60')
  })

  test('are not on what machines of our own keep asking', async () => {
    const { headers } = await fromSomewhere().get('/health/live')
    expect(headers.ratelimit).toBeUndefined()
  })
})

test.skipIf(isShared)('a minute later everyone may again (Redis keeps its own time)', async () => {
  const caller = fromSomewhere()
  await all(() => wrongLogin(caller))
  api.clock.advance(61)
  expect((await wrongLogin(caller)).status).toBe(401)
})
