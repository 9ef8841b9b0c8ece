import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import multipart from '@fastify/multipart'
import Fastify from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { readMultipart } from '#src/http/multipart.ts'
import { AppError } from '#src/lib/errors.ts'

// Many files in one body, on a server that knows nothing else.

const spool = await mkdtemp(join(tmpdir(), 'shortlist-multipart-'))
const app = Fastify()
app.register(multipart)
app.setErrorHandler((error, _request, reply) =>
  error instanceof AppError
    ? reply.code(error.kind.status).send({ code: error.kind.code, detail: error.details.detail })
    : reply.code(500).send(error),
)
app.post('/', async (request) => {
  const parts = { required: ['files'], maxBytes: 50, repeated: { maxFiles: 4, maxTotalBytes: 100 } }
  const body = await readMultipart(request, spool, { fields: ['job_id'], files: parts })
  try {
    const files = await Promise.all(
      body.uploads.map(async ({ field, filename, size, open }) => [
        field,
        filename,
        size,
        await text(open()),
      ]),
    )
    return { fields: body.fields, files, first: body.files.files?.filename }
  } finally {
    await body.discard()
  }
})
afterAll(async () => {
  await app.close()
  await rm(spool, { recursive: true })
})

async function send(files: string[], part = 'files') {
  const form = new FormData()
  for (const [i, content] of files.entries()) form.append(part, new Blob([content]), `${i}.txt`)
  form.append('job_id', 'x')
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  const answer = await app.inject({
    method: 'POST',
    url: '/',
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  })
  expect(await readdir(spool)).toEqual([])
  return { status: answer.statusCode, body: answer.json() }
}

describe('a part that may come again and again', () => {
  test('is read as often as it comes, in its order', async () => {
    expect(await send(['one', 'two', ''])).toEqual({
      status: 200,
      body: {
        fields: { job_id: 'x' },
        files: [
          ['files', '0.txt', 3, 'one'],
          ['files', '1.txt', 3, 'two'],
          ['files', '2.txt', 0, ''],
        ],
        first: '0.txt',
      },
    })
  })

  test('comes once at least', async () => {
    expect((await send([])).status).toBe(400)
    expect((await send(['one'], 'others')).status).toBe(400)
  })

  test.each([
    ['a file that is too large', ['x'.repeat(51)], 'a file may have 50 bytes at most'],
    [
      'files that are too large together',
      ['x'.repeat(40), 'y'.repeat(40), 'z'.repeat(40)],
      'the files are too large together',
    ],
    ['too many files', ['1', '2', '3', '4', '5'], undefined],
  ])('does not bring %s', async (_what, files, detail) => {
    const { status, body } = await send(files)
    expect([status, body.code]).toEqual([413, 'request.body_too_large'])
    if (detail) expect(body.detail).toBe(detail)
  })

  test('brings as many files and bytes as are allowed', async () => {
    expect((await send(['w'.repeat(50), 'x'.repeat(50), '', ''])).status).toBe(200)
  })
})
