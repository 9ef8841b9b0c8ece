import { describe, expect, it } from 'vitest'
import { factsOf } from './sql-facts.ts'

describe('factsOf', () => {
  it.each([
    [`SET LOCAL app.tenant_id TO '0190'`, true],
    [` set local role ats_app ; `, true],
    [`SET app.tenant_id TO '0190'`, false],
    [`SET LOCAL a TO 'x'; SET b TO 'y'`, false],
    [`/* SET LOCAL */ SET b TO 'y'`, false],
    [`SET localization TO 'x'`, false],
    [`SELECT 'SET LOCAL a'`, false],
  ])('%s is provably local: %s', (sql, expected) => {
    expect(factsOf(sql).setsLocally).toBe(expected)
  })

  it.each([
    ['BEGIN', true],
    ['-- why\n/* and how */ start  transaction read only', true],
    ['SELECT begin FROM spans', false],
    ['DO $$ BEGIN NULL; END $$', false],
  ])('%s opens a transaction: %s', (sql, expected) => {
    expect(factsOf(sql).opensTransaction).toBe(expected)
  })

  it.each([
    [`SELECT pg_catalog.set_config('a.b', $1, true)`, true],
    ['CREATE TEMPORARY TABLE t (id int)', true],
    ['SELECT template FROM templates', false],
  ])('%s may leave traces: %s', (sql, expected) => {
    expect(factsOf(sql).leavesTraces).toBe(expected)
  })

  it.each([
    ['LISTEN News', ['news']],
    ['-- subscribe;\n/* now */\nlisten "News ""1""";', ['News "1"']],
    ['LISTEN a; SELECT 1; LISTEN b', ['a', 'b']],
    ['SELECT listen FROM b', []],
  ])('%s listens to %j', (sql, channels) => {
    expect(factsOf(sql).listens).toEqual(channels)
  })

  it.each([
    ['UNLISTEN *', '*'],
    ['unlisten "News" ;', 'News'],
    ['UNLISTEN a; SELECT 1', undefined],
  ])('%s unlistens %s', (sql, channel) => {
    expect(factsOf(sql).unlistens).toBe(channel)
  })

  it('knows a COPY that would wait for the client', () => {
    expect(factsOf('copy public.t (a, b) from stdin with csv').copiesFromClient).toBe(true)
    expect(factsOf('COPY t TO STDOUT').copiesFromClient).toBe(false)
  })

  it('does not backtrack through a long run of comments', () => {
    expect(factsOf(`${'/* a */'.repeat(50_000)} SELECT 1`).listens).toEqual([])
  })
})
