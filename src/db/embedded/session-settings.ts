import { quoteLiteral } from './sql-text.ts'

/** The cluster's superuser, as whom PGlite's single backend runs. */
export const SUPERUSER = 'postgres'

const NOT_SETTINGS = new Set(['user', 'database', 'client_encoding', 'replication'])

/** The settings a client asks for in its startup message, `options: '-c name=value'` included. */
export function settingsOf(startup: Buffer): Map<string, string> {
  const settings = new Map<string, string>()
  const fields = startup.toString('utf8', 8).split('\0')
  for (let i = 0; fields[i]; i += 2) {
    const name = fields[i] ?? ''
    const value = fields[i + 1] ?? ''
    if (name === 'options') addOptions(settings, value)
    else if (value && !NOT_SETTINGS.has(name)) settings.set(name, value)
  }
  return settings
}

/**
 * Brings the backend from whatever the last session left to the settings of this one. One simple query is one
 * implicit transaction: when a setting is refused, nothing of it has happened.
 *
 * The session user is set by name, because `SET SESSION AUTHORIZATION DEFAULT` does not come back in this engine;
 * `RESET ALL` leaves the role alone; the role is set last, because a superuser's setting may stand before it.
 */
export function resetSql(settings: ReadonlyMap<string, string>): string {
  const roleLast = [...settings].sort(([a], [b]) => Number(a === 'role') - Number(b === 'role'))
  // set_config, not SET: it takes a list (search_path) and a plain value alike, both as a literal.
  const calls = roleLast.map(
    ([name, value]) => `pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`,
  )
  return [
    `SET SESSION AUTHORIZATION ${SUPERUSER}`,
    'RESET ROLE',
    'RESET ALL',
    'DISCARD TEMP',
    ...calls.map((call) => `SELECT ${call}`),
  ].join(';')
}

/** A space inside a value is written `\ `, as in libpq. */
function addOptions(settings: Map<string, string>, options: string): void {
  for (const [, name = '', value = ''] of options.matchAll(/(?:-c\s*|--)([\w.]+)=((?:\\.|[^\s\\])*)/g)) {
    settings.set(name, value.replace(/\\(.)/g, '$1'))
  }
}
