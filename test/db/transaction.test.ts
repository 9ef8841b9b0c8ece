import { describe, expect, inject, test } from 'vitest'
import type { Effect, TenantScope } from '#src/db/scope.ts'
import { written } from '#src/db/statement.ts'
import { withSystem } from '#src/db/system.ts'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx, Tx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { openTestDatabase, refusalOf, scopeOf } from './connections.ts'
import { type Flight, recordPool } from './wire.ts'

const stack = inject('stack')
// One connection: whatever waits for a second one would wait for ever.
const db = openTestDatabase(1)

const insertStatement = written(
  'insert into pipelines (tenant_id, id, name, created_at, updated_at) values ($1, $2, $3, $4, $4)',
  ['tenantId', 'id', 'name', 'now'],
  {},
)
const namesStatement = written<{ name: string }>(
  'select name from pipelines where tenant_id = $1 order by name',
  ['tenantId'],
  { name: String },
)
const brokenStatement = written<{ n: string }>('select 1 / 0', [], { n: String })

const insert = (tx: TenantTx, name: string, id = newId()) =>
  tx.run(insertStatement, { id, name, now: tx.now })
const deferInsert = (tx: TenantTx, name: string, id = newId()) =>
  tx.defer(insertStatement, { id, name, now: tx.now })
const namesIn = async (tx: TenantTx) => (await tx.all(namesStatement)).map(({ name }) => name)
const stored = (scope: TenantScope) => readTenantOnce(scope, namesIn)

describe('withTenant', () => {
  test('commits what was written and deferred, and answers what the work returns', async () => {
    const scope = scopeOf(db)
    const answer = await withTenant(scope, async (tx) => {
      deferInsert(tx, 'later')
      expect(await insert(tx, 'now')).toBe(1)
      expect(await namesIn(tx)).toEqual(['now'])
      return 'done'
    })
    expect(answer).toBe('done')
    expect(await stored(scope)).toEqual(['later', 'now'])
  })

  test('has one time, the clock’s', async () => {
    const at = new Date('2030-01-01T00:00:00Z')
    const now = await withTenant(scopeOf(db, { clock: { now: () => at } }), async (tx) => tx.now)
    expect(now).toBe(at)
  })

  test('rolls back when its work throws, with that error', async () => {
    const scope = scopeOf(db)
    const failing = withTenant(scope, async (tx) => {
      await insert(tx, 'never')
      deferInsert(tx, 'never either')
      throw new Error('the work failed')
    })
    await expect(failing).rejects.toThrow('the work failed')
    expect(await stored(scope)).toEqual([])
  })

  test('is refused by the error of what was deferred, and leaves nothing', async () => {
    const scope = scopeOf(db)
    const id = newId()
    const failing = withTenant(scope, async (tx) => {
      await insert(tx, 'first', id)
      deferInsert(tx, 'twin', id)
      return 'looks good'
    })
    await expect(failing).rejects.toMatchObject({ code: '23505', constraint: 'pk_pipelines' })
    expect(await stored(scope)).toEqual([])
  })

  test('is refused when its work hides the failure of a statement: the server would not commit', async () => {
    const scope = scopeOf(db)
    const hiding = withTenant(scope, async (tx) => {
      await insert(tx, 'before')
      await tx.all(brokenStatement).catch(() => 'hidden')
      return 'looks good'
    })
    await expect(hiding).rejects.toThrow(/had failed/)
    expect(await stored(scope)).toEqual([])
  })

  test('a handle whose statement failed takes no more', async () => {
    const scope = scopeOf(db)
    const refusals: string[] = []
    const failing = withTenant(scope, async (tx) => {
      await tx.all(brokenStatement).catch(() => 'hidden')
      refusals.push(await refusalOf(insert(tx, 'after')))
      refusals.push(await refusalOf((async () => deferInsert(tx, 'after'))()))
    })
    await expect(failing).rejects.toThrow(/had failed/)
    expect(refusals).toEqual([expect.stringMatching(/had failed/), expect.stringMatching(/had failed/)])
    expect(await stored(scope)).toEqual([])
  })

  test('sends nothing when nothing is asked of it', async () => {
    const own = openTestDatabase(1)
    const flights: Flight[] = []
    recordPool(own.app, (flight) => flights.push(flight))
    await withTenant(scopeOf(own), async () => 'nothing')
    expect(flights).toEqual([])
    await readTenantOnce(scopeOf(own), namesIn)
    expect(flights).toHaveLength(1)
    await withTenant(scopeOf(own), async (tx) => deferInsert(tx, 'alone'))
    expect(flights).toHaveLength(2)
    await withTenant(scopeOf(own), async (tx) => {
      await namesIn(tx)
      deferInsert(tx, 'one')
      deferInsert(tx, 'two')
    })
    expect(flights).toHaveLength(4)
  })
})

describe('onCommit', () => {
  test('runs after the commit, in order, and not before', async () => {
    const order: string[] = []
    await withTenant(scopeOf(db), async (tx) => {
      tx.onCommit(() => order.push('first'))
      tx.onCommit(() => order.push('second'))
      await insert(tx, 'x')
      order.push('work')
    })
    expect(order).toEqual(['work', 'first', 'second'])
  })

  const dry: Effect = { rollback: true, begin: async () => {}, finish: () => {} }
  const id = newId()
  test.each<[string, Partial<TenantScope>, (tx: TenantTx) => Promise<unknown>]>([
    ['the work throws', {}, () => Promise.reject(new Error('no'))],
    ['what was deferred fails', {}, async (tx) => [deferInsert(tx, 'a', id), deferInsert(tx, 'b', id)]],
    ['it was a dry run', { effect: dry }, (tx) => insert(tx, 'x')],
  ])('never runs when %s', async (_when, rest, work) => {
    let ran = false
    await withTenant(scopeOf(db, rest), async (tx) => {
      tx.onCommit(() => {
        ran = true
      })
      await work(tx)
    }).catch(() => 'expected')
    expect(ran).toBe(false)
  })
})

describe('an effect', () => {
  test('begins before the work, ends after it, and commits with it', async () => {
    const order: string[] = []
    const effect: Effect = {
      rollback: false,
      begin: async (tx) => void order.push(`begin ${await insert(tx as TenantTx, 'claimed')}`),
      finish: (tx, result) => {
        deferInsert(tx as TenantTx, 'answered')
        order.push(`finish ${result}`)
      },
    }
    const scope = scopeOf(db)
    await withTenant({ ...scope, effect }, async (tx) => `saw ${await namesIn(tx)}`)
    expect(order).toEqual(['begin 1', 'finish saw claimed'])
    expect(await stored(scope)).toEqual(['answered', 'claimed'])
  })

  test('of a dry run answers and leaves nothing', async () => {
    let shown: unknown
    const effect: Effect = {
      rollback: true,
      begin: async () => {},
      finish: (_tx, result) => (shown = result),
    }
    const scope = scopeOf(db)
    const answer = await withTenant({ ...scope, effect }, async (tx) => {
      deferInsert(tx, 'later')
      await insert(tx, 'now')
      return namesIn(tx)
    })
    expect([answer, shown]).toEqual([['now'], ['now']])
    expect(await stored(scope)).toEqual([])
  })
})

describe('a handle', () => {
  const openers: [string, (work: (tx: Tx) => Promise<unknown>) => Promise<unknown>][] = [
    ['withTenant', (work) => withTenant(scopeOf(db), work)],
    ['readTenant', (work) => readTenant(scopeOf(db), work)],
    ['readTenantOnce', (work) => readTenantOnce(scopeOf(db), work)],
    ['withSystem', (work) => withSystem(scopeOf(db), 'sweep', work)],
  ]

  test.each(openers)('of %s throws after its end', async (_name, open) => {
    let kept: Tx | undefined
    await open(async (tx) => {
      kept = tx
    })
    await expect(kept?.all(namesStatement, { tenantId: newId() })).rejects.toThrow(/after its end/)
    expect(() =>
      kept?.defer(insertStatement, { tenantId: newId(), id: newId(), name: 'x', now: new Date() }),
    ).toThrow()
    expect(() => kept?.onCommit(() => {})).toThrow(/after its end/)
  })

  const nestings = openers.flatMap(([outer, open]) =>
    openers.map(([inner, nest]) => [inner, outer, open, nest] as const),
  )
  test.each(nestings)('%s inside %s is refused at once', async (_inner, _outer, open, nest) => {
    await expect(open(() => nest(async () => 'never'))).rejects.toThrow('inside another')
    expect(await open(async () => 'next')).toBe('next')
  })

  test('siblings are not nested', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((n) => withTenant(scopeOf(db), async (tx) => [n, await namesIn(tx)])),
    )
    expect(answers).toEqual([
      [1, []],
      [2, []],
      [3, []],
    ])
  })
})

describe('reading', () => {
  test('readTenantOnce takes one statement, also when two are sent at once', async () => {
    const twice = readTenantOnce(scopeOf(db), async (tx) => [await namesIn(tx), await namesIn(tx)])
    await expect(twice).rejects.toThrow(/after its end/)
    const together = readTenantOnce(scopeOf(db), (tx) => Promise.all([namesIn(tx), namesIn(tx)]))
    await expect(together).rejects.toThrow()
    expect(await stored(scopeOf(db))).toEqual([])
  })

  test.each([
    ['readTenant', readTenant],
    ['readTenantOnce', readTenantOnce],
  ])('a write in %s is refused by the server, a deferred one before it', async (_name, read) => {
    const scope = scopeOf(db)
    expect(await refusalOf(read(scope, (tx) => insert(tx, 'no')))).toBe('25006')
    expect(await refusalOf(read(scope, async (tx) => deferInsert(tx, 'no')))).toMatch(/only reads/)
    expect(await refusalOf(read(scope, async (tx) => tx.onCommit(() => {})))).toMatch(/only reads/)
    expect(await stored(scope)).toEqual([])
  })

  test('readTenant runs several statements in one scope', async () => {
    const scope = scopeOf(db)
    await withTenant(scope, (tx) => insert(tx, 'x'))
    expect(await readTenant(scope, async (tx) => [await namesIn(tx), await namesIn(tx)])).toEqual([
      ['x'],
      ['x'],
    ])
  })
})

describe('a connection', () => {
  test.skipIf(stack.kind === 'embedded')(
    'that is lost in a transaction serves nobody else (the embedded engine has no backends to end)',
    async () => {
      const pid = written<{ pid: string }>('select pg_backend_pid()', [], { pid: String })
      const end = written('select pg_terminate_backend(pg_backend_pid())', [], {})
      const scope = scopeOf(db)
      const lost = withTenant(scope, async (tx) => {
        await insert(tx, 'never')
        await tx.run(end)
      })
      expect(await refusalOf(lost)).toMatch(/^57P01$|terminat/)
      expect(await stored(scope)).toEqual([])
      expect((await readTenantOnce(scope, (tx) => tx.first(pid)))?.pid).toMatch(/^\d+$/)
    },
  )

  test('is not asked for when the scope is not of uuids', async () => {
    const quoted = "x'; reset role; --"
    for (const rest of [
      { tenantId: quoted },
      { tenantId: newId().toUpperCase() },
      { actorId: quoted },
      { requestId: quoted },
    ]) {
      await expect(withTenant(scopeOf(db, rest), namesIn)).rejects.toThrow('uuids only')
    }
    expect(await stored(scopeOf(db))).toEqual([])
  })
})
