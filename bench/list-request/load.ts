import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { canRun, LOAD_CORE, onCore } from '../processes/cores.ts'

export interface ListRequest {
  path: string
  /** What says whose list it is. */
  header: [name: string, value: string]
}

export interface Load {
  origin: string
  requests: ListRequest[]
  connections: number
  seconds: number
  /** For the file of the requests. */
  workDir: string
}

export interface LoadResult {
  requests: number
  seconds: number
  /** Milliseconds. */
  p50: number
  p99: number
}

/** wrk leaves more of its core to PostgreSQL; autocannon needs nothing installed. */
export const generator = canRun('wrk', '--version') ? 'wrk' : 'autocannon'

/** Sends requests from a process of its own for that long. @throws when any of them fails */
export async function sendLoad(load: Load): Promise<LoadResult> {
  const { failed, ...result } = await (generator === 'wrk' ? byWrk(load) : byAutocannon(load))
  if (failed > 0) throw new Error(`${failed} of ${result.requests} requests to ${load.origin} failed`)
  return result
}

type Answered = LoadResult & { failed: number }

const run = promisify(execFile)

async function byWrk({ origin, requests, connections, seconds, workDir }: Load): Promise<Answered> {
  const file = join(workDir, 'requests.tsv')
  await writeFile(file, requests.map(({ path, header }) => [path, ...header].join('\t')).join('\n'))
  const script = join(import.meta.dirname, 'wrk.lua')
  const settings = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, origin, '--', file]
  const { stdout } = await run(...onCore(LOAD_CORE, ['wrk', ...settings]))
  return JSON.parse(/^RESULT (.*)$/m.exec(stdout)?.[1] ?? '{}') as Answered
}

async function byAutocannon({ origin, requests, connections, seconds, workDir }: Load): Promise<Answered> {
  const file = join(workDir, 'requests.har')
  const entries = requests.map(({ path, header: [name, value] }) => ({
    request: { method: 'GET', url: `${origin}${path}`, headers: [{ name, value }] },
  }))
  await writeFile(file, JSON.stringify({ log: { version: '1.2', entries } }))
  const script = fileURLToPath(import.meta.resolve('autocannon'))
  const settings = [
    '--json',
    '--no-progress',
    '-c',
    `${connections}`,
    '-d',
    `${seconds}`,
    '--har',
    file,
    origin,
  ]
  const { stdout } = await run(...onCore(LOAD_CORE, [process.execPath, script, ...settings]))
  const { requests: sent, duration, latency, errors, non2xx } = JSON.parse(stdout) as AutocannonResult
  return {
    requests: sent.total,
    seconds: duration,
    p50: latency.p50,
    p99: latency.p99,
    failed: errors + non2xx,
  }
}

interface AutocannonResult {
  requests: { total: number }
  duration: number
  latency: { p50: number; p99: number }
  errors: number
  non2xx: number
}
