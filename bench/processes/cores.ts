import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** The server has a core for itself; who asks it, and PostgreSQL for the most part, are elsewhere. */
export const SERVER_CORE = 0
export const LOAD_CORE = 1

export const canRun = (command: string, argument: string): boolean =>
  spawnSync(command, [argument], { stdio: 'ignore' }).error === undefined

export const pinned = availableParallelism() > 1 && canRun('taskset', '--version')

/** The command bound to a core, where one is given and the system can do that. */
export function onCore(
  core: number | undefined,
  [command = '', ...rest]: string[],
): [command: string, rest: string[]] {
  return pinned && core !== undefined ? ['taskset', ['-c', String(core), command, ...rest]] : [command, rest]
}
