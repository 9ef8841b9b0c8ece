import { expect, test } from 'vitest'
import { type Message, readMessageStream } from '#test/support/message-stream.ts'
import { MortalServer } from '#test/support/mortal-server.ts'
import { openNativeStack } from '#test/support/native-stack.ts'

const { TEST_DATABASE_URL: adminUrl = '', TEST_REDIS_URL: redisUrl } = process.env
if (!adminUrl) process.stdout.write('left out: a chat over two servers, for TEST_DATABASE_URL is not set\n')

const QUESTIONS = 6

async function call(method: string, url: string, token: string, body?: unknown) {
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  const response = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`)
  return JSON.parse(text)
}

/** A tenant, and the token of a screening of it. */
async function invitedBy({ origin }: MortalServer) {
  const user = { email: 'robin@test.example', password: 'correct horse battery', full_name: 'Robin Test' }
  const tenant = { name: 'Screening', slug: 'screening' }
  const { access_token: admin } = await call('POST', `${origin}/v1/signup`, '', { tenant, user })
  const job = await call('POST', `${origin}/v1/jobs`, admin, { title: 'Operator', description: 'Operates' })
  const questions = Array.from({ length: QUESTIONS }, (_, i) => ({
    kind: 'free_text',
    text: `Question ${i}?`,
  }))
  await call('PUT', `${origin}/v1/jobs/${job.id}/screening-questions`, admin, { questions })
  const person = { first_name: 'Cleo', last_name: 'Quill' }
  const candidate = await call('POST', `${origin}/v1/candidates`, admin, person)
  const applied = { job_id: job.id, candidate_id: candidate.id }
  const application = await call('POST', `${origin}/v1/applications`, admin, applied)
  const path = `/v1/applications/${application.id}/screenings`
  const { id, token } = await call('POST', `${origin}${path}`, admin, {})
  return { admin, id, token }
}

test.skipIf(!adminUrl).each([
  ['Redis', redisUrl],
  ['PostgreSQL alone', undefined],
])('a chat goes on over two servers, of which one dies, over %s', async (_name, redis) => {
  const stack = await openNativeStack({ adminUrl, redisUrl: redis })
  const servers = [await MortalServer.create(stack.env), await MortalServer.create(stack.env)] as const
  const [first, second] = servers
  try {
    await first.start()
    await second.start()
    const { admin, id, token } = await invitedBy(first)
    const path = `/candidate/v1/screenings/${id}`
    const heard: Message[] = []
    const listen = ({ origin }: MortalServer) =>
      readMessageStream(`${origin}${path}/stream`, {
        authorization: `Bearer ${token}`,
        ...(heard.length > 0 && { 'last-event-id': String(heard.at(-1)?.id) }),
      })
    let stream = await listen(second)
    const send = (to: MortalServer, answer: string) =>
      call('POST', `${to.origin}${path}/messages`, token, {
        client_message_id: answer,
        in_reply_to: heard.at(-1)?.id,
        answer,
      })

    await call('POST', `${first.origin}${path}/accept`, token, { disclosure_version: 1, use_ai: false })
    heard.push(...(await stream.take(3)))
    // What one server is told, the other tells, whichever of them holds the stream.
    await send(first, 'a')
    heard.push(...(await stream.take(2)))
    await send(second, 'b')
    heard.push(...(await stream.take(2)))
    // The same message at once to both of them.
    await Promise.all([send(first, 'c'), send(second, 'c')])
    heard.push(...(await stream.take(2)))
    await second.kill()
    await stream.next().catch(() => undefined)
    await send(first, 'd')
    stream = await listen(first)
    heard.push(...(await stream.take(2)))
    await second.start()
    stream.close()
    stream = await listen(second)
    await send(first, 'e')
    heard.push(...(await stream.take(2)))
    await send(first, 'f')
    heard.push(...(await stream.rest()))

    const { state, messages } = await call('GET', `${first.origin}/v1/screenings/${id}/transcript`, admin)
    expect(state).toBe('completed')
    expect(heard.map((message) => message.id)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1))
    expect(heard.map(({ data }) => data.text)).toEqual(messages.map(({ text }: { text: string }) => text))
    expect(heard.filter(({ event }) => event === 'answer').map(({ data }) => data.answer)).toEqual([
      ...'abcdef',
    ])
  } finally {
    await Promise.all(servers.map((server) => server.kill('SIGTERM')))
    await stack.close()
  }
})
