import { fork } from 'node:child_process'
import { once } from 'node:events'

/**
 * Makes the database of a data directory in a process of its own: it takes more memory than serving does, and a process
 * gives it back only by ending.
 */
export async function makeDatabase(dataDir: string, cacheDir: string): Promise<void> {
  const child = fork(new URL('./first-boot.ts', import.meta.url), [dataDir, cacheDir], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [code, signal] = await once(child, 'close')
  if (code !== 0) throw new Error(`the embedded database could not be made (${code ?? signal}): ${said}`)
}
