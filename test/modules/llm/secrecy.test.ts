import { expect, test } from 'vitest'
import { callModel } from '#src/modules/llm/index.ts'
import { connectionTest } from '#src/modules/llm/prompts/connection-test.v1.ts'
import { events, routes } from '#src/modules/registry.ts'
import { contractOf } from '#src/modules/service/index.ts'
import { testApi } from '#test/support/api.ts'
import { echo, llmStub, type Reply } from '#test/support/llm-stub.ts'
import { formsOf } from '#test/support/secret-forms.ts'
import { addProvider, callerOf, PATH } from './provider.ts'

const api = await testApi({ LOG_LEVEL: 'trace' })
const stub = await llmStub()

const FIRST = 'sk-canary-first-4f9d2c71ab'
const SECOND = 'sk-canary-second-77e0b3915d'
const IN_A_QUESTION = 'canaryword'

/** Every row of every table; test/process/key-secrecy.test.ts has it from pg_dump. */
async function dump(): Promise<string> {
  const tables = await api.sql<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  )
  const texts: string[] = []
  for (const { name } of tables) {
    const rows = await api.sql<{ row: string }>(`select t::text as row from ${name} t`)
    texts.push(...rows.map(({ row }) => row))
  }
  return texts.join('\n')
}

test('a key is in no answer, log, event, metric, dump or contract, and what was said is stored nowhere', async () => {
  const tenant = await api.tenant()
  const answers: string[] = []
  // A provider that repeats the key it was sent, as some do in their refusals.
  const repeating = (key: string): Reply[] => [
    { status: 401, message: `Incorrect API key provided: ${key}` },
    { status: 400, message: key, headers: { 'x-key': key } },
    { status: 429, message: key },
    { status: 500, message: key },
    { raw: `{"error": "${key}` },
    { text: `{"echo": "${key}"}` },
  ]
  const { id } = await addProvider(tenant, stub, { api_key: FIRST })
  for (const reply of [...repeating(FIRST), undefined]) {
    stub.replies((asked) => reply ?? echo(asked))
    answers.push((await tenant.admin.post(`${PATH}/${id}/test`)).text)
    answers.push((await tenant.admin.post(`${PATH}/${id}/rotate-key`, { api_key: SECOND })).text)
  }
  stub.replies(echo)
  await callModel(callerOf(api, tenant.id), {
    feature: 'screening',
    prompt: connectionTest,
    input: { word: IN_A_QUESTION },
    maxOutputTokens: 100,
    cacheForMs: 60_000,
  })
  // Refused input is not repeated either.
  answers.push((await tenant.admin.post(PATH, { api_key: FIRST, provider: 'none' })).text)
  answers.push((await tenant.admin.patch(`${PATH}/${id}`, { api_key: FIRST })).text)
  for (const path of [
    PATH,
    `${PATH}/${id}`,
    '/v1/ai/lineage',
    '/v1/ai/lineage/export',
    '/v1/ai/usage',
    '/v1/events',
  ])
    answers.push((await tenant.admin.get(path)).text)
  await tenant.drain()
  answers.push((await api.anonymous.get('/metrics')).text)

  const everywhere = {
    answers: answers.join('\n'),
    logs: api.logged(),
    dump: await dump(),
    contract: JSON.stringify(contractOf(routes, events)),
  }
  expect(everywhere.dump).toContain(id)
  for (const [where, text] of Object.entries(everywhere))
    for (const secret of [FIRST, SECOND].flatMap(formsOf))
      expect([where, secret, text.includes(secret)]).toEqual([where, secret, false])
  expect(everywhere.dump).not.toContain(IN_A_QUESTION)
  expect(stub.asked.some(({ key }) => key === SECOND)).toBe(true)
})
