import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { differences, filled, httpExamples, type Names } from '#test/support/http-example.ts'
import { llmStub } from '#test/support/llm-stub.ts'

const api = await testApi()
const stub = await llmStub()

test('the journey of docs/llm.md is as it is written', async () => {
  const examples = httpExamples(await readFile(join(import.meta.dirname, '../../../docs/llm.md'), 'utf8'))
  expect(examples.length).toBeGreaterThan(10)
  const { admin } = await api.tenant()
  const { body: key } = await admin.post('/v1/api-keys', { name: 'llm', scopes: ['llm:read', 'llm:write'] })
  const names: Names = new Map([
    ['token', key.key],
    ['endpoint', `${stub.origin}/v1`],
  ])
  for (const { method, url, headers, body, status, expected } of examples) {
    const sent = Object.entries(headers).map(([name, value]) => [name, filled(value, names)])
    const answer = await api.anonymous.send({
      method,
      url: filled(url, names),
      headers: { ...Object.fromEntries(sent), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { payload: filled(body, names) }),
    })
    const said = `${method} ${url}: ${answer.text}`
    expect([answer.status, differences(expected, answer.body, names)], said).toEqual([status, []])
  }
})
