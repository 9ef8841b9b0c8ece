import { DatabaseError } from 'pg'
import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

function logged(say: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  say(createLogger('info', { write: (line) => void lines.push(line) }))
  return lines.join('')
}

test('secrets are left out at every depth where things are logged', () => {
  const line = logged((log) =>
    log.info(
      {
        password: 's3cret-1',
        body: { refresh_token: 's3cret-2', email: 'kept' },
        request: { headers: { authorization: 's3cret-3', 'set-cookie': 's3cret-4' } },
      },
      'hello',
    ),
  )
  expect(line).not.toContain('s3cret')
  expect(line).toContain('kept')
})

test('a URL is logged without the values of its query', () => {
  const line = logged((log) =>
    log.info({
      url: '/v1/candidates?filter[email]=robin@example.com&sort=name',
      req: { method: 'GET', url: '/x?token=abc' },
    }),
  )
  expect(line).toContain('/v1/candidates?filter[email]=…&sort=…')
  expect(line).not.toMatch(/robin|abc|=name/)
})

test('of a database error the rule is told, and no value', () => {
  const error = new DatabaseError(
    'duplicate key value violates unique constraint "uq_users_email"',
    1,
    'error',
  )
  Object.assign(error, {
    code: '23505',
    constraint: 'uq_users_email',
    table: 'users',
    detail: 'Key (email)=(robin@example.com) already exists.',
    where: 'COPY users, line 1: robin@example.com',
  })
  const line = logged((log) => log.error({ err: new Error('sign-up failed', { cause: error }) }))
  expect(line).not.toContain('robin')
  expect(JSON.parse(line).err).toMatchObject({
    message: 'sign-up failed',
    cause: { code: '23505', constraint: 'uq_users_email', table: 'users' },
  })
})

test('a message that repeats a value is replaced, in the stack as well', () => {
  const error = new DatabaseError('invalid input syntax for type uuid: "robin@example.com"', 1, 'error')
  error.code = '22P02'
  const query = new Error('Failed query: select $1\nparams: robin@example.com', { cause: error })
  query.name = 'DrizzleQueryError'
  const line = logged((log) => {
    log.error({ err: query })
    log.error(query)
    log.error(query, 'with a message')
  })
  expect(line).not.toContain('robin')
  expect(line).toContain('22P02')
})

test('causes are followed so far and no further', () => {
  const loop = new Error('turns')
  loop.cause = loop
  expect(logged((log) => log.error({ err: loop })).length).toBeLessThan(20_000)
  expect(logged((log) => log.error({ err: 'a string with robin' }))).not.toContain('robin')
})
