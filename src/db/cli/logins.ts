import { ConfigError } from '#src/config/env.ts'
import { ensureLogins } from '../roles.ts'
import { withOwner } from './with-owner.ts'

await withOwner(async (client, { appUrl, systemUrl, queueUrl }) => {
  if (!appUrl || !systemUrl)
    throw new ConfigError(['DATABASE_URL and DATABASE_SYSTEM_URL: required for this command'])
  const logins = await ensureLogins(client, { app: appUrl, system: systemUrl, queue: queueUrl })
  for (const { name, group } of logins) console.log(`${name}: member of ${group}`)
  return 0
})
