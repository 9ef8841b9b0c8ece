import { execFile, execFileSync } from 'node:child_process'
import { appendFile, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

const { TEST_PG_BIN: bin } = process.env

/** Why there can be none here; undefined where there can. */
export const noOwnPostgres = bin
  ? undefined
  : 'TEST_PG_BIN names no folder with initdb, pg_ctl and pg_basebackup'

const run = promisify(execFile)

/** A PostgreSQL server of a test's own, to be stopped, started again and followed by a replica. */
export class OwnPostgres {
  readonly port: number
  readonly #dir: string

  private constructor(port: number, dir: string) {
    this.port = port
    this.#dir = dir
  }

  static async start(): Promise<OwnPostgres> {
    const server = await OwnPostgres.#empty()
    await server.#call(
      'initdb',
      '-D',
      server.#data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '--no-locale',
      '-E',
      'UTF8',
      '-N',
    )
    await server.#configure('wal_level = replica', 'max_wal_senders = 5', 'max_connections = 150')
    await server.start()
    return server
  }

  /** A streaming replica of this server. */
  async startReplica(): Promise<OwnPostgres> {
    const replica = await OwnPostgres.#empty()
    await replica.#call('pg_basebackup', '-D', replica.#data, '-R', '-c', 'fast', '-d', this.url)
    await replica.#configure()
    await replica.start()
    return replica
  }

  static async #empty(): Promise<OwnPostgres> {
    const dir = await mkdtemp(join(tmpdir(), 'shortlist-postgres-'))
    if (OWNER) await chown(dir, OWNER.uid, OWNER.gid)
    return new OwnPostgres(await freePort(), dir)
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`
  }

  async start(): Promise<void> {
    await this.#call('pg_ctl', '-D', this.#data, '-l', join(this.#dir, 'log'), '-w', 'start')
  }

  /** `immediate` is as a crash: nothing is written down before the end. */
  async stop(mode: 'fast' | 'immediate' = 'immediate'): Promise<void> {
    await this.#call('pg_ctl', '-D', this.#data, '-m', mode, '-w', 'stop')
  }

  async close(): Promise<void> {
    await this.stop().catch(() => undefined)
    await rm(this.#dir, { recursive: true, force: true })
  }

  get #data(): string {
    return join(this.#dir, 'data')
  }

  async #configure(...lines: string[]): Promise<void> {
    const where = [
      `port = ${this.port}`,
      `listen_addresses = '127.0.0.1'`,
      `unix_socket_directories = '${this.#dir}'`,
    ]
    await appendFile(join(this.#data, 'postgresql.conf'), `\n${[...where, ...lines].join('\n')}\n`)
  }

  async #call(program: string, ...args: string[]): Promise<void> {
    await run(join(bin ?? '', program), args, { ...OWNER, cwd: this.#dir })
  }
}

/** PostgreSQL refuses to run as root. */
const OWNER = process.getuid?.() === 0 ? idsOf('postgres') : undefined

function idsOf(user: string): { uid: number; gid: number } {
  const id = (which: string) => Number(execFileSync('id', [which, user]))
  return { uid: id('-u'), gid: id('-g') }
}
