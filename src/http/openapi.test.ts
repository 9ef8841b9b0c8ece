import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineErrors } from '#src/lib/errors.ts'
import { defineEvent } from '#src/platform/events/events.ts'
import { listQuery } from './list.ts'
import { openApiDocument } from './openapi.ts'
import { defineRoute } from './route.ts'
import { pageSchema } from './schemas.ts'

const priceSchema = z.object({ amount: z.int(), currency: z.string().default('EUR') }).meta({ id: 'Price' })
const labelSchema = z.strictObject({ name: z.string() }).meta({ id: 'Label' })
const bookSchema = z
  .object({
    id: z.uuid(),
    version: z.int(),
    title: z.string(),
    price: priceSchema,
    label: labelSchema.nullable(),
  })
  .meta({ id: 'Book' })
const bookBody = z
  .strictObject({ title: z.string(), price: priceSchema, label: labelSchema })
  .meta({ id: 'BookCreate' })
const params = z.object({ id: z.uuid() })
const bookErrors = defineErrors('book', {
  not_found: { status: 404, title: 'There is no such book' },
  lent: { status: 409, title: 'The book is lent' },
})
const access = { scope: 'books:write', roles: { admin: 'all', interviewer: 'own' } } as const
const tag = 'Books'
const id = '018f2f2e-0000-7000-8000-000000000000'
const book = { id, version: 1, title: 'Emma', price: { amount: 1 }, label: null }

const routes = [
  defineRoute({
    method: 'GET',
    url: '/v1/books',
    operationId: 'listBooks',
    summary: 'List books',
    tag,
    access: 'member',
    query: listQuery({ sorts: ['title'], item: bookSchema, expand: ['label'] }),
    success: { status: 200, schema: pageSchema(bookSchema, 'BookPage') },
    handler: () => ({ data: [], has_more: false, next_cursor: null }),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/books',
    operationId: 'createBook',
    summary: 'Add a book',
    tag,
    access,
    body: bookBody,
    success: { status: 201, schema: bookSchema },
    handler: () => book,
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/books/:id',
    operationId: 'updateBook',
    summary: 'Change a book',
    tag,
    access,
    params,
    body: z.strictObject({ title: z.string().optional() }).meta({ id: 'BookUpdate' }),
    success: { status: 200, schema: bookSchema },
    errors: [bookErrors.not_found],
    handler: () => book,
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/books/:id',
    operationId: 'deleteBook',
    summary: 'Remove a book',
    tag,
    access,
    params,
    success: { status: 204 },
    errors: [bookErrors.not_found, bookErrors.lent],
    handler: () => undefined,
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/scans',
    operationId: 'uploadScan',
    summary: 'Upload a scan',
    tag: 'Scans',
    access: 'public',
    rateClass: 'none',
    body: z.strictObject({ book_id: z.uuid(), note: z.string().optional() }),
    files: { required: ['file'], maxBytes: 1000 },
    success: { status: 202, schema: z.object({ operation: z.object({ id: z.uuid() }) }) },
    handler: () => ({ operation: { id } }),
  }),
]

const lent = defineEvent({
  type: 'book.lent',
  resource: 'book',
  description: 'A book was lent',
  payload: z.object({ label: labelSchema }),
})

const document = openApiDocument({
  routes,
  events: [lent],
  tags: { Books: 'What one reads' },
  title: 'Library',
  version: '1.0.0',
  description: 'Books',
})

const operation = (path: string, method: string) => document.paths[path]?.[method] as unknown as Operation

interface Operation {
  description?: string
  security: object[]
  parameters: {
    name?: string
    in?: string
    $ref?: string
    schema?: object
    style?: string
    required?: boolean
  }[]
  requestBody: {
    required: boolean
    content: Record<string, { schema: { required?: string[]; properties?: object } }>
  }
  responses: Record<
    string,
    { $ref?: string; description?: string; headers?: object; content?: Record<string, object> }
  >
}

const parameterNames = (path: string, method: string) =>
  operation(path, method).parameters.map(({ name, $ref }) => name ?? $ref?.split('/').at(-1))

describe('the operations of a contract', () => {
  test('stand under their paths, with braces', () => {
    expect(Object.keys(document.paths)).toEqual(['/v1/books', '/v1/books/{id}', '/v1/scans'])
    expect(Object.keys(document.paths['/v1/books/{id}'] ?? {})).toEqual(['patch', 'delete'])
  })

  test('take the headers that their kind gives a meaning to', () => {
    expect(parameterNames('/v1/books', 'post')).toEqual(['IdempotencyKey', 'Prefer'])
    expect(parameterNames('/v1/books/{id}', 'patch')).toEqual(['id', 'IfMatch', 'IdempotencyKey', 'Prefer'])
    expect(parameterNames('/v1/books/{id}', 'delete')).toEqual(['id', 'IfMatch', 'Prefer'])
    expect(parameterNames('/v1/scans', 'post')).toEqual(['IdempotencyKey'])
  })

  test('tell comma-separated lists from single values', () => {
    const { parameters } = operation('/v1/books', 'get')
    const byName = (name: string) => parameters.find((parameter) => parameter.name === name)
    expect(byName('expand')).toMatchObject({
      style: 'form',
      explode: false,
      schema: { type: 'array', items: { enum: ['label'] } },
    })
    expect(byName('limit')).toMatchObject({ required: false, schema: { type: 'integer', default: 25 } })
  })

  test('say who may use them', () => {
    expect(operation('/v1/books', 'post').description).toBe(
      'Permission `books:write`: admin, interviewer (own only).',
    )
    expect(operation('/v1/books', 'post').security).toEqual([{ bearer: [] }])
    expect(operation('/v1/scans', 'post').security).toEqual([])
  })

  test('need a body only where an empty one is refused', () => {
    expect(operation('/v1/books', 'post').requestBody.required).toBe(true)
    expect(operation('/v1/books/{id}', 'patch').requestBody.required).toBe(false)
  })

  test('put files and fields into one multipart body', () => {
    const { content } = operation('/v1/scans', 'post').requestBody
    const schema = content['multipart/form-data']?.schema
    expect(Object.keys(schema?.properties ?? {})).toEqual(['book_id', 'note', 'file'])
    expect(schema?.required).toEqual(['file', 'book_id'])
  })
})

describe('the responses of a contract', () => {
  const responses = (path: string, method: string) => operation(path, method).responses

  test('have the status codes of their kind', () => {
    expect(Object.keys(responses('/v1/books', 'get'))).toEqual([
      '200',
      '400',
      '401',
      '403',
      '429',
      '500',
      '503',
    ])
    expect(Object.keys(responses('/v1/books/{id}', 'delete')).join(' ')).toBe(
      '204 400 401 403 404 409 412 413 415 422 429 500 503 2XX',
    )
    expect(Object.keys(responses('/v1/scans', 'post')).join(' ')).toBe('202 400 409 413 415 422 500 503')
  })

  test('name the codes of the route and share the rest', () => {
    expect(responses('/v1/books/{id}', 'delete')[409]?.description).toContain('`book.lent`: The book is lent')
    expect(responses('/v1/books', 'post')[409]?.$ref).toBe('#/components/responses/Conflict')
  })

  test('show dry runs beside the real answer, or as a range where that is no 200', () => {
    const dryRun = 'application/vnd.shortlist.dry-run+json'
    expect(Object.keys(responses('/v1/books', 'post')['2XX']?.content ?? {})).toEqual([dryRun])
    expect(Object.keys(responses('/v1/books/{id}', 'patch')[200]?.content ?? {})).toContain(dryRun)
    expect(responses('/v1/scans', 'post')[200]).toBeUndefined()
  })

  test('have a sparse form for lists', () => {
    expect(Object.keys(responses('/v1/books', 'get')[200]?.content ?? {})).toEqual([
      'application/json',
      'application/vnd.shortlist.sparse+json',
    ])
  })

  test('declare the headers that the kernel sets', () => {
    expect(Object.keys(responses('/v1/books', 'post')[201]?.headers ?? {})).toEqual([
      'X-Request-Id',
      'RateLimit',
      'RateLimit-Policy',
      'ETag',
      'Location',
      'Idempotency-Replayed',
    ])
    expect(Object.keys(responses('/v1/scans', 'post')[202]?.headers ?? {})).toEqual([
      'X-Request-Id',
      'Location',
      'Idempotency-Replayed',
    ])
  })
})

describe('the components of a contract', () => {
  test('are one where both directions agree, and two where they do not', () => {
    const names = Object.keys(document.components.schemas ?? {})
    expect(names).toContain('Label')
    expect(names).not.toContain('LabelInput')
    expect(names).toEqual(expect.arrayContaining(['Price', 'PriceInput']))
    expect(document.components.schemas?.BookCreate).toMatchObject({
      properties: { price: { $ref: '#/components/schemas/PriceInput' } },
    })
    expect(document.components.schemas?.Book).toMatchObject({
      properties: { price: { $ref: '#/components/schemas/Price' } },
    })
  })

  test('are all referred to', () => {
    const text = JSON.stringify(document)
    for (const [section, named] of Object.entries(document.components)) {
      if (section === 'securitySchemes') continue
      for (const name of Object.keys(named)) expect(text).toContain(`"#/components/${section}/${name}"`)
    }
  })
})

test('events are webhooks of the contract', () => {
  expect(document.webhooks['book.lent']?.post).toMatchObject({
    operationId: 'onBookLent',
    summary: 'A book was lent',
  })
})

test('tags carry their descriptions', () => {
  expect(document.tags).toEqual([{ name: 'Books', description: 'What one reads' }, { name: 'Scans' }])
})
