import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export interface FirstBootOptions {
  kills: number
  seed: number
  log(line: string): void
}

/**
 * Kills a process at random moments while it makes a data directory for the first time; each time the next process
 * must find or make a database that answers. Every fourth one has no template yet, so initdb is interrupted too.
 */
export async function firstBootSurvivesKills({ kills, seed, log }: FirstBootOptions): Promise<void> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'first-boot-'))
  const random = randomFrom(seed)
  log(`first boot: ${kills} kills, seed ${seed}`)
  try {
    const cache = path.join(directory, 'cache')
    const coldMs = await boot(path.join(directory, 'cold'), cache)
    const warmMs = await boot(path.join(directory, 'warm'), cache)
    for (let kill = 1; kill <= kills; kill += 1) {
      const isCold = kill % 4 === 0
      const data = path.join(directory, `data-${kill}`)
      const cacheDir = isCold ? path.join(directory, `cache-${kill}`) : cache
      const afterMs = Math.floor(random() * (isCold ? coldMs : warmMs))
      const outcome = await killedBoot(data, cacheDir, afterMs)
      log(`  ${kill}: ${outcome} after ${afterMs} ms${isCold ? ', without a template' : ''}`)
      await boot(data, cacheDir)
      const left = (await readdir(directory)).filter((name) => name.startsWith(`data-${kill}.`))
      if (left.length)
        throw new Error(`first boot: ${left.join(', ')} left behind (seed ${seed}, kill ${kill})`)
      await rm(data, { recursive: true })
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** The time it took. Throws what the process said when it fails. */
async function boot(data: string, cache: string): Promise<number> {
  const start = performance.now()
  const child = openInChild(data, cache)
  const said: Buffer[] = []
  child.stderr.on('data', (bytes: Buffer) => said.push(bytes))
  const [code, signal] = await once(child, 'close')
  if (code !== 0)
    throw new Error(`first boot: ${data} does not open (${code ?? signal}):\n${Buffer.concat(said)}`)
  return performance.now() - start
}

async function killedBoot(
  data: string,
  cache: string,
  afterMs: number,
): Promise<'killed' | 'ended by itself'> {
  const child = openInChild(data, cache)
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
  const [, signal] = await once(child, 'close')
  clearTimeout(timer)
  return signal === 'SIGKILL' ? 'killed' : 'ended by itself'
}

const openInChild = (data: string, cache: string) =>
  spawn(process.execPath, [fileURLToPath(new URL('./open-directory.ts', import.meta.url)), data, cache], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })

/** mulberry32: small, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
