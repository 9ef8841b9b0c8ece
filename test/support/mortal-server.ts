import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './free-port.ts'

const SERVER = join(import.meta.dirname, '../../src/server.ts')
/** Tests come from one address and share its quota. */
const NO_LIMITS = 'requests=1000000/60,signup=1000000/60,login=1000000/60'

const READY_WITHIN_MS = 150_000

/** The product in a process of its own, on one address, that can be killed and started again. */
export class MortalServer {
  readonly origin: string
  readonly #env: Record<string, string>
  #child: ChildProcess | undefined
  #said = ''

  private constructor(port: number, env: Record<string, string>) {
    this.origin = `http://127.0.0.1:${port}`
    this.#env = {
      PATH: process.env.PATH ?? '',
      LOG_LEVEL: 'warn',
      RATE_LIMITS: NO_LIMITS,
      ALLOW_PRIVATE_DESTINATIONS: '127.0.0.1',
      ...env,
      PORT: String(port),
    }
  }

  static async create(env: Record<string, string>): Promise<MortalServer> {
    return new MortalServer(await freePort(), env)
  }

  /** Resolves when it answers that it is ready. @throws what it printed when it ends instead */
  async start(): Promise<void> {
    this.#said = ''
    const child = spawn(process.execPath, [SERVER], { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        this.#said = (this.#said + bytes.toString('utf8')).slice(-8000)
      })
    }
    this.#child = child
    const deadline = performance.now() + READY_WITHIN_MS
    while (!(await this.#isReady())) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${this.#said}`)
      if (performance.now() > deadline) throw new Error(`the server is not ready:\n${this.#said}`)
      await wait(25)
    }
  }

  /** Of its process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** What it has printed, the end of it. */
  get said(): string {
    return this.#said
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }

  async #isReady(): Promise<boolean> {
    // Until it says so itself, whoever answers on the port is somebody else.
    if (!this.#said.includes('listens on')) return false
    try {
      return (await fetch(`${this.origin}/health/ready`, { signal: AbortSignal.timeout(2000) })).ok
    } catch {
      return false
    }
  }
}
