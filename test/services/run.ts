import { spawnSync } from 'node:child_process'

/** The services the product is used with, started by whoever calls this or, failing that, in containers. */
interface Services {
  env: Record<string, string>
  stop(): Promise<void>
}

const services = given() ?? (await inContainers())
if (!services) {
  console.log('test:services is left out: TEST_DATABASE_URL is not set and no container engine answers')
} else {
  process.exitCode = run(services.env) ? 0 : 1
  await services.stop()
}

/** The API suite on each way to connect, then whole programs on each combination of services. */
function run(env: Record<string, string>): boolean {
  const suites: [string, string[], Record<string, string>][] = [
    ['the API on PostgreSQL and Redis', ['--project', 'api'], { TEST_STACK: 'native' }],
    [
      'the main job on every combination',
      ['--project', 'programs', 'test/process'],
      { TEST_STACK: 'native' },
    ],
  ]
  if (env.TEST_PGBOUNCER_URL) {
    suites.splice(1, 0, ['the API through PgBouncer', ['--project', 'api'], { TEST_STACK: 'bouncer' }])
  } else {
    console.log('left out: PgBouncer, for TEST_PGBOUNCER_URL is not set')
  }
  const results = suites.map(([name, args, more]) => {
    console.log(`\n== ${name}`)
    const { status } = spawnSync('vitest', ['run', ...args], {
      stdio: 'inherit',
      env: { ...process.env, ...env, ...more },
    })
    return status === 0
  })
  return results.every(Boolean)
}

function given(): Services | undefined {
  const { TEST_DATABASE_URL, TEST_REDIS_URL, TEST_PGBOUNCER_URL } = process.env
  if (!TEST_DATABASE_URL) return undefined
  const env = {
    TEST_DATABASE_URL,
    ...(TEST_REDIS_URL && { TEST_REDIS_URL }),
    ...(TEST_PGBOUNCER_URL && { TEST_PGBOUNCER_URL }),
  }
  return { env, stop: async () => {} }
}

async function inContainers(): Promise<Services | undefined> {
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers')
  try {
    await getContainerRuntimeClient()
  } catch {
    return undefined
  }
  const [postgres, redis] = await Promise.all([
    new GenericContainer('pgvector/pgvector:pg17')
      .withEnvironment({ POSTGRES_PASSWORD: 'postgres' })
      .withCommand(['postgres', '-c', 'max_connections=200'])
      .withExposedPorts(5432)
      .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
      .start(),
    new GenericContainer('redis:7').withExposedPorts(6379).start(),
  ])
  return {
    env: {
      TEST_DATABASE_URL: `postgres://postgres:postgres@${postgres.getHost()}:${postgres.getMappedPort(5432)}/postgres`,
      TEST_REDIS_URL: `redis://${redis.getHost()}:${redis.getMappedPort(6379)}`,
    },
    stop: async () => {
      await Promise.all([postgres.stop(), redis.stop()])
    },
  }
}
