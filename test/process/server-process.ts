import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const SERVER = join(import.meta.dirname, '../../src/server.ts')

export interface ServerProcess {
  /** Where it says that it listens. */
  readonly origin: string
  readonly child: ChildProcess
  /** What it has printed so far, both streams. */
  said(): string
  signal(signal: NodeJS.Signals): void
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
}

/** Starts the product as `npm start` does, on a port of the system's choice. @throws what it printed instead */
export async function startServer(env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [SERVER], {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'warn', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const listening = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const origin = /listens on (http:\S+?),/.exec(said)?.[1]
      if (origin) listening.resolve(origin)
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals)
  void ended.then((how) => listening.reject(new Error(`the server ended with ${how}:\n${said}`)))
  const origin = await listening.promise
  return { origin, child, said: () => said, signal: (signal) => void child.kill(signal), ended }
}
