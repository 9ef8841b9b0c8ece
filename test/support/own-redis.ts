import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'

export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0

/** A Redis of a test's own, set up as docs/operations.md asks, to be stopped and started again with what it held. */
export class OwnRedis {
  readonly url: string
  readonly #port: number
  readonly #dir: string
  #child: ChildProcess | undefined

  private constructor(port: number, dir: string) {
    this.#port = port
    this.#dir = dir
    this.url = `redis://127.0.0.1:${port}`
  }

  static async start(): Promise<OwnRedis> {
    const redis = new OwnRedis(await freePort(), await mkdtemp(join(tmpdir(), 'shortlist-redis-')))
    await redis.start()
    return redis
  }

  async start(): Promise<void> {
    const settings = ['--bind', '127.0.0.1', '--port', String(this.#port), '--dir', this.#dir, '--save', '']
    const kept = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction']
    this.#child = spawn('redis-server', [...settings, ...kept], { stdio: 'ignore' })
    const client = new Redis(this.url, { retryStrategy: () => 50, maxRetriesPerRequest: null })
    client.on('error', () => {})
    await client.ping()
    client.disconnect()
  }

  async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }

  async flush(): Promise<void> {
    const client = new Redis(this.url)
    await client.flushall()
    client.disconnect()
  }

  async close(): Promise<void> {
    await this.stop()
    await rm(this.#dir, { recursive: true, force: true })
  }
}
