import pg from 'pg'
import pino from 'pino'
import { deriveConfig } from '#src/config/config.ts'
import { readEnv } from '#src/config/env.ts'
import { createContext } from '#src/create-context.ts'
import { Signal } from '#src/lib/signal.ts'
import { callModel } from '#src/modules/llm/index.ts'
import { connectionTest } from '#src/modules/llm/prompts/connection-test.v1.ts'
import { callerOf } from './provider.ts'

// A process of its own that makes calls at once, as often as its arguments say, and prints what became of each.

export interface CallerJob {
  appUrl: string
  systemUrl: string
  prepared: boolean
  env: Record<string, string>
  tenantId: string
  calls: number
}

const job: CallerJob = JSON.parse(process.argv[2] ?? '{}')
const pool = (connectionString: string) => new pg.Pool({ connectionString, max: 5 })
const [app, system] = [pool(job.appUrl), pool(job.systemUrl)]
const close = async () => {
  await Promise.all([app.end(), system.end()])
}
const { prepared } = job
const db = { app, system, queue: undefined, prepared, outbox: new Signal(), relayed: new Signal(), close }
const config = deriveConfig(readEnv(job.env))
const context = await createContext(config, { db, log: pino({ level: 'silent' }) })

const call = async (nth: number) => {
  const result = await callModel(callerOf({ context }, job.tenantId), {
    feature: 'explanation',
    prompt: connectionTest,
    input: { word: `w${process.pid}x${nth}` },
    maxOutputTokens: 100,
    timeoutMs: 20_000,
  })
  return result.ok ? 'ok' : result.reason
}

const outcomes = await Promise.all(Array.from({ length: job.calls }, (_, nth) => call(nth)))
await context.close()
await db.close()
process.stdout.write(JSON.stringify(outcomes))
