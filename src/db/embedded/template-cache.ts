import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

const PREFIX = 'embedded-'
/** Each is about 40 MB, and each change of what a template is made of makes a new one. */
const KEPT = 6

/** The path of the template of that key, made if need be. Two that make it at once each write all of it. */
export async function cachedTemplate(
  cacheDir: string,
  key: string,
  make: () => Promise<Uint8Array>,
): Promise<string> {
  const file = path.join(cacheDir, `${PREFIX}${digest(`${engineVersion()}:${key}`)}.tar`)
  if (await touch(file)) return file
  const tar = await make()
  await mkdir(cacheDir, { recursive: true })
  const writing = `${file}.${randomUUID()}`
  await writeFile(writing, tar)
  await rename(writing, file)
  await sweep(cacheDir)
  return file
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24)

/** A template fits the engine that made it and no other. */
function engineVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const { version } = JSON.parse(readFileSync(path.join(path.dirname(entry), '../package.json'), 'utf8'))
  return String(version)
}

/** Whether it is there; if so it counts as used now. */
async function touch(file: string): Promise<boolean> {
  const now = new Date()
  return utimes(file, now, now).then(
    () => true,
    () => false,
  )
}

/** Removes all but the last used, and with them what a killed maker left. */
async function sweep(cacheDir: string): Promise<void> {
  const names = (await readdir(cacheDir)).filter((name) => name.startsWith(PREFIX))
  const files = await Promise.all(
    names.map(async (name) => {
      const file = path.join(cacheDir, name)
      const usedAt = await stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      )
      return { file, usedAt }
    }),
  )
  const old = files.sort((a, b) => b.usedAt - a.usedAt).slice(KEPT)
  for (const { file } of old) await rm(file, { force: true })
}
