import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from '#src/http/openapi.ts'
import { defineRoute } from '#src/http/route.ts'
import { createContractValidator } from '#test/support/contract.ts'

const noteSchema = z.object({ id: z.uuid(), text: z.string().nullable() }).meta({ id: 'Note' })
const params = z.object({ id: z.uuid() })
const common = { tag: 'Notes', access: 'public' } as const
const note = { id: '018f2f2e-0000-7000-8000-000000000000', text: null }

const document = openApiDocument({
  title: 'Notes',
  version: '1',
  description: '',
  routes: [
    defineRoute({
      ...common,
      method: 'GET',
      url: '/v1/notes/:id',
      operationId: 'readNote',
      summary: 'Read',
      params,
      success: { status: 200, schema: noteSchema },
      handler: () => note,
    }),
    defineRoute({
      ...common,
      method: 'DELETE',
      url: '/v1/notes/:id',
      operationId: 'deleteNote',
      summary: 'Delete',
      params,
      success: { status: 204 },
      handler: () => undefined,
    }),
    defineRoute({
      ...common,
      method: 'GET',
      url: '/v1/notes/count',
      operationId: 'countNotes',
      summary: 'Count',
      success: { status: 200, contentType: 'text/plain' },
      handler: () => '3',
    }),
  ],
})
const { assertResponse } = createContractValidator(document)
const url = `/v1/notes/${note.id}`
const json = { 'content-type': 'application/json; charset=utf-8' }
const problemType = { 'content-type': 'application/problem+json' }
const problem = { type: '/errors#x', title: 'X', status: 404, instance: url, code: 'x', request_id: 'r' }

const check = (change: Partial<Parameters<typeof assertResponse>[0]>) => () =>
  assertResponse({ method: 'GET', url, status: 200, headers: json, body: JSON.stringify(note), ...change })

describe('what the contract allows passes', () => {
  test.each([
    ['a body of the declared shape', {}],
    ['a query', { url: `${url}?expand=x` }],
    [
      'a fixed path beside a template',
      { url: '/v1/notes/count', headers: { 'content-type': 'text/plain' }, body: '3' },
    ],
    ['a problem', { status: 404, headers: problemType, body: JSON.stringify(problem) }],
    [
      'a problem with members of its own',
      { status: 404, headers: problemType, body: JSON.stringify({ ...problem, allowed: [] }) },
    ],
    ['no body', { method: 'DELETE', status: 204, headers: {}, body: '' }],
    ['HEAD', { method: 'HEAD', body: '' }],
    [
      '404 of an unknown address',
      { url: '/nowhere', status: 404, headers: problemType, body: JSON.stringify(problem) },
    ],
  ])('%s', (_name, change) => {
    expect(check(change)).not.toThrow()
  })
})

describe('what it does not allow is told', () => {
  test.each([
    ['a missing member', { body: '{"text":null}' }, "must have required property 'id'"],
    [
      'a member too many',
      { body: JSON.stringify({ ...note, tenant_id: 't' }) },
      'must NOT have additional properties',
    ],
    ['a wrong format', { body: '{"id":"7","text":null}' }, 'body/id must match format "uuid"'],
    ['an undeclared status', { status: 418 }, 'only 200, 400'],
    ['an undeclared type', { headers: { 'content-type': 'text/html' } }, 'its type is "text/html"'],
    ['a body where none is declared', { method: 'DELETE', status: 204 }, 'no body is declared'],
    ['JSON that is none', { body: '{' }, 'its body is not JSON'],
    [
      'a problem without its code',
      { status: 404, headers: problemType, body: '{}' },
      'must have required property',
    ],
    ['an answer of an undeclared address', { url: '/nowhere' }, 'no operation has this method and path'],
  ])('%s', (_name, change, message) => {
    expect(check(change)).toThrow(message)
  })
})
