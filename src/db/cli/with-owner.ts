import pg from 'pg'
import { loadOwnerConfig } from '#src/config/config.ts'
import { ConfigError } from '#src/config/env.ts'

type OwnerConfig = ReturnType<typeof loadOwnerConfig>

/** Runs one command over the owner's connection; its number is the exit code, an error is told without its stack. */
export async function withOwner(
  command: (client: pg.Client, config: OwnerConfig) => Promise<number>,
): Promise<void> {
  let client: pg.Client | undefined
  try {
    const config = loadOwnerConfig()
    client = new pg.Client({ connectionString: config.ownerUrl, application_name: 'shortlist owner' })
    await client.connect()
    // A migration takes as long as it takes, whatever the log-in is set to.
    await client.query('set statement_timeout = 0')
    process.exitCode = await command(client, config)
  } catch (error) {
    const { message, code } = error as Error & { code?: string }
    console.error(error instanceof ConfigError ? message : `failed: ${message || code}`)
    process.exitCode = 1
  } finally {
    await client?.end()
  }
}
