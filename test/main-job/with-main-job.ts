import { MortalServer } from '#test/support/mortal-server.ts'
import { MainJob } from './main-job.ts'

export interface AtWork {
  servers: [MortalServer, ...MortalServer[]]
  job: MainJob
  /** Shown among the results of the tests. */
  say(line: string): void
}

interface Stack {
  env: Record<string, string>
  close(): Promise<void>
}

/** Starts the main job on a stack, in one server or in one for each of `roles`, and does something to it meanwhile. */
export async function withMainJob(
  stack: Stack,
  meanwhile: (atWork: AtWork) => Promise<void>,
  roles: Record<string, string>[] = [{}],
): Promise<void> {
  const started = performance.now()
  const say = (line: string) =>
    process.stdout.write(`  ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}\n`)
  const [one, ...more] = roles.map((role) => ({ ...stack.env, ...role }))
  const servers: AtWork['servers'] = [
    await MortalServer.create(one ?? stack.env),
    ...(await Promise.all(more.map((env) => MortalServer.create(env)))),
  ]
  let job: MainJob | undefined
  try {
    await Promise.all(servers.map((server) => server.start()))
    const [first, ...others] = servers
      .filter((_, i) => roles[i]?.ROLE !== 'worker')
      .map(({ origin }) => origin)
    if (!first) throw new Error('nobody answers requests')
    job = await MainJob.begin({ origins: [first, ...others] })
    await meanwhile({ servers, job, say })
    say(await job.finish())
  } catch (error) {
    const said = servers.map((server) => server.said).join('\n')
    throw new Error(`the main job failed: ${(error as Error).message}\nthe servers said:\n${said}`, {
      cause: error,
    })
  } finally {
    await Promise.all(servers.map((server) => server.kill('SIGTERM')))
    job?.close()
    await stack.close()
  }
}
