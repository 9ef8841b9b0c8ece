import { startEngine } from './engine.ts'
import { cachedTemplate } from './template-cache.ts'
import { firstError, simpleQuery } from './wire-messages.ts'

const EXTENSIONS = ['vector', 'pgcrypto', 'pg_trgm', 'citext', 'unaccent', 'btree_gin']

/** A fresh cluster with the extensions: initdb takes some seconds, loading its result less than one. */
export function plainTemplate(cacheDir: string): Promise<string> {
  return cachedTemplate(cacheDir, `plain:${EXTENSIONS.join()}`, async () => {
    const engine = await startEngine({}, () => {})
    try {
      const commands = [...EXTENSIONS.map((name) => `CREATE EXTENSION ${name}`), 'CHECKPOINT']
      for (const command of commands) {
        const failed = firstError(await engine.exec(simpleQuery(command)))
        if (failed) throw new Error(`${command}: ${failed.message}`)
      }
      return await engine.dump()
    } finally {
      await engine.close()
    }
  })
}
