import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '#src/app.ts'
import { deriveConfig } from '#src/config/config.ts'
import { readEnv } from '#src/config/env.ts'
import { createContext } from '#src/create-context.ts'
import { chores, fileOwners, subscriptions, tasks } from '#src/modules/registry.ts'
import { startWorkers } from '#src/workers/start-workers.ts'

export interface DemoServer {
  origin: string
  /** Stops everything and removes what it stored. */
  close(): Promise<void>
}

/** The product as `npm start` runs it, on a folder of its own that goes with it. */
export async function startDemoServer(): Promise<DemoServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shortlist-demo-'))
  const running = new AsyncDisposableStack()
  running.defer(() => rm(dataDir, { recursive: true, force: true }))
  try {
    const config = deriveConfig(
      readEnv({ DATA_DIR: dataDir, LOG_LEVEL: 'error', ALLOW_PRIVATE_DESTINATIONS: '127.0.0.1' }),
    )
    const context = await createContext(config)
    running.defer(() => context.close())
    const workers = await startWorkers(context, { tasks, subscriptions, chores, fileOwners })
    running.defer(() => workers.close())
    const app = buildApp(context)
    running.defer(() => app.close())
    await app.listen({ host: '127.0.0.1', port: 0 })
    const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    return { origin, close: () => running.disposeAsync() }
  } catch (error) {
    await running.disposeAsync()
    throw error
  }
}
