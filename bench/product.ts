import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newSecrets } from '#src/config/secrets.ts'
import { Recruiter } from '#src/demo/recruiter.ts'
import { newId } from '#src/lib/ids.ts'
import { MortalServer } from '#test/support/mortal-server.ts'
import { familyCpu } from './processes/family.ts'
import type { World } from './world.ts'

/** The product as `npm start` runs it, in processes of its own. */
export interface Product {
  /** CPU seconds so far, with its children's. */
  cpu(): Promise<number | undefined>
  /** Somebody new, with a tenant of their own. */
  signUp(): Promise<Recruiter>
}

type ProductEnv = Record<string, string> & ReturnType<typeof newSecrets> & { DATA_DIR: string }

/** What a product of this run needs to know, with its files in a folder that goes with it. */
export async function productEnv(
  { database, redisUrl }: World,
  opened: AsyncDisposableStack,
): Promise<ProductEnv> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shortlist-bench-'))
  opened.defer(() => rm(dataDir, { recursive: true, force: true }))
  return {
    ...newSecrets(),
    DATA_DIR: dataDir,
    DATABASE_URL: database.appUrl,
    DATABASE_SYSTEM_URL: database.systemUrl,
    QUEUE_DATABASE_URL: database.appUrl,
    REDIS_URL: redisUrl ?? '',
    RATE_LIMITS: 'requests=1000000/60,signup=1000000/60',
    ALLOW_PRIVATE_DESTINATIONS: '127.0.0.1',
  }
}

export async function startProduct(world: World, opened: AsyncDisposableStack): Promise<Product> {
  const server = await MortalServer.create(await productEnv(world, opened))
  opened.defer(() => server.kill('SIGTERM'))
  await server.start()
  return {
    cpu: async () => server.pid && familyCpu(server.pid),
    signUp: async () => {
      const recruiter = new Recruiter(server.origin)
      const name = newId()
      const password = randomBytes(12).toString('base64url')
      await recruiter.signUp({ email: `${name}@bench.example`, password }, `t-${name}`)
      return recruiter
    },
  }
}
