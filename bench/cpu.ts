import type { Sample } from './rounds.ts'

/** CPU seconds; undefined where they cannot be seen. */
export type ReadCpu = () => Promise<number | undefined>

/** Of this process. */
export async function ownCpu(): Promise<number> {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** What the processes of Node (a reader of all they ever used) and PostgreSQL (of what they used since) take from now. */
export async function startCpu(
  nodeCpu: ReadCpu,
  postgresCpu: ReadCpu | undefined,
): Promise<() => Promise<Pick<Sample, 'nodeCpu' | 'postgresCpu'>>> {
  await postgresCpu?.()
  const before = await nodeCpu()
  return async () => {
    const after = await nodeCpu()
    return { nodeCpu: difference(after, before), postgresCpu: await postgresCpu?.() }
  }
}

export const difference = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a - b
