import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import type pg from 'pg'
import { escapeIdentifier, escapeLiteral } from 'pg'
import { SESSION_SETTINGS } from './session-settings.ts'

/** Connection URLs whose users are the log-ins of the product, each for the group it acts as. */
export interface LoginUrls {
  app: string
  system: string
  queue?: string | undefined
}

interface Login {
  name: string
  password: string
  group: 'ats_app' | 'ats_system' | 'ats_queue'
}

/**
 * Makes the log-ins named in the URLs, or brings them to the same state: that password, member of exactly one group,
 * no right of their own, the session settings a pooler would drop. Returns their names and groups.
 * `owner` may create roles; it need not be a superuser.
 */
export async function ensureLogins(
  owner: pg.ClientBase,
  urls: LoginUrls,
): Promise<Pick<Login, 'name' | 'group'>[]> {
  const logins = loginsOf(urls)
  const { rows } = await owner.query<{ name: string }>('select current_user as name')
  if (logins.some(({ name }) => name === rows[0]?.name))
    throw new Error('the owner cannot be a log-in of the product')
  await owner.query('begin')
  try {
    for (const login of logins) await ensureLogin(owner, login)
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
  return logins.map(({ name, group }) => ({ name, group }))
}

function loginsOf({ app, system, queue }: LoginUrls): Login[] {
  const logins = [
    loginOf(app, 'ats_app'),
    loginOf(system, 'ats_system'),
    ...(queue ? [loginOf(queue, 'ats_queue')] : []),
  ]
  if (new Set(logins.map(({ name }) => name)).size < logins.length)
    throw new Error('each URL needs a user of its own')
  return logins
}

function loginOf(url: string, group: Login['group']): Login {
  const { username, password } = new URL(url)
  const name = decodeURIComponent(username)
  if (!name || /^(pg|ats)_/.test(name))
    throw new Error(`the URL for ${group} needs a user, not named pg_… or ats_…`)
  return { name, password: decodeURIComponent(password), group }
}

async function ensureLogin(owner: pg.ClientBase, { name, password, group }: Login): Promise<void> {
  const role = escapeIdentifier(name)
  const secret = password ? `password ${escapeLiteral(scramVerifier(password))}` : 'password null'
  if (await isPlainRole(owner, name)) await owner.query(`alter role ${role} login inherit ${secret}`)
  else await owner.query(`create role ${role} login inherit ${secret}`)
  for (const other of await otherGroups(owner, name, group))
    await owner.query(`revoke ${escapeIdentifier(other)} from ${role}`)
  await owner.query(`grant ${group} to ${role}`)
  const settings = { ...SESSION_SETTINGS, ...(group === 'ats_queue' && { search_path: 'bullmq' }) }
  for (const [setting, value] of Object.entries(settings)) {
    await owner.query(`alter role ${role} set ${setting} to ${escapeLiteral(value)}`)
  }
}

/** Whether the role is there. Rights it should not have are taken; only a superuser may, so nobody else has to try. */
async function isPlainRole(owner: pg.ClientBase, name: string): Promise<boolean> {
  const { rows } = await owner.query<{ mighty: boolean }>(
    `select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as mighty
     from pg_roles where rolname = $1`,
    [name],
  )
  if (rows[0]?.mighty) {
    await owner.query(
      `alter role ${escapeIdentifier(name)} nosuperuser nobypassrls nocreaterole nocreatedb noreplication`,
    )
  }
  return rows.length > 0
}

async function otherGroups(owner: pg.ClientBase, name: string, group: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select g.rolname as name from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles r on r.oid = m.member
     where r.rolname = $1 and g.rolname <> $2`,
    [name, group],
  )
  return rows.map((row) => row.name)
}

const SCRAM_ITERATIONS = 4096

/** What PostgreSQL keeps of a password (RFC 5803). Sent in its place, so that no statement log ever shows it. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, SCRAM_ITERATIONS, 32, 'sha256')
  const keyOf = (label: string) => createHmac('sha256', salted).update(label).digest()
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  const server = keyOf('Server Key').toString('base64')
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString('base64')}$${stored}:${server}`
}
