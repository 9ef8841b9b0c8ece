import { describe, expect, it } from 'vitest'
import { resetSql, settingsOf } from './session-settings.ts'
import { startupMessage } from './wire-messages.ts'

describe('settingsOf', () => {
  it('reads the parameters and the options of a startup message', () => {
    const startup = startupMessage({
      user: 'u',
      database: 'd',
      application_name: 'api',
      options: String.raw`-c role=ats_app -csearch_path=a,\ b --app.tenant_id=x\\y`,
    })
    expect([...settingsOf(startup)]).toEqual([
      ['application_name', 'api'],
      ['role', 'ats_app'],
      ['search_path', 'a, b'],
      ['app.tenant_id', String.raw`x\y`],
    ])
  })

  it('takes a message that ends early for what it holds', () => {
    expect([...settingsOf(Buffer.from('\0\0\0\x0c\0\x03\0\0role', 'latin1'))]).toEqual([])
  })
})

describe('resetSql', () => {
  it('resets all, then sets what is wanted, the role last', () => {
    const sql = resetSql(
      new Map([
        ['role', 'ats_app'],
        ['search_path', `it's`],
        ['a.b', String.raw`c:\d`],
      ]),
    )
    expect(sql.split(';')).toEqual([
      'SET SESSION AUTHORIZATION postgres',
      'RESET ROLE',
      'RESET ALL',
      'DISCARD TEMP',
      `SELECT pg_catalog.set_config('search_path', 'it''s', false)`,
      String.raw`SELECT pg_catalog.set_config('a.b', E'c:\\d', false)`,
      `SELECT pg_catalog.set_config('role', 'ats_app', false)`,
    ])
  })
})
