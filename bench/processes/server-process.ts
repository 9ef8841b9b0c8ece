import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { onCore } from './cores.ts'

/** A server in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  origin: string
  /** CPU seconds since it started. */
  cpu(): Promise<number>
}

interface Start {
  /** A file that calls `serve`. */
  script: string
  env?: Record<string, string>
  /** The one it is bound to. */
  core?: number
  profileDir?: string | undefined
}

export async function startServer({ script, env, core, profileDir }: Start): Promise<ServerProcess> {
  const profiling = profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : []
  const [command, rest] = onCore(core, [process.execPath, ...profiling, script])
  const child = spawn(command, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { origin } = await nextMessage<{ origin: string }>(child)
  return {
    origin,
    cpu: async () => {
      const answer = nextMessage<{ cpu: NodeJS.CpuUsage }>(child)
      child.send('cpu')
      const { user, system } = (await answer).cpu
      return (user + system) / 1e6
    },
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const over = new AbortController()
  const { signal } = over
  const died = once(child, 'exit', { signal }).then(() => {
    throw new Error('a server of the benchmark ended')
  })
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), died])
    return message as T
  } finally {
    over.abort()
    died.catch(() => {})
  }
}
