import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second on every platform that Node runs on. */
export const TICKS_A_SECOND = 100

/** A process and all it started, and they in turn; empty where there is no /proc. */
export function familyOf(root: number): number[] {
  const parents = new Map(processes().flatMap((pid) => [[pid, Number(statOf(pid)?.[PARENT])]]))
  const belongs = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || belongs(parents.get(pid)))
  return [...parents.keys()].filter(belongs)
}

/** CPU seconds of a process and all it started, those that have ended included; undefined where there is no /proc. */
export function familyCpu(root: number): number | undefined {
  const family = familyOf(root)
  const ticks = family.flatMap((pid) => (statOf(pid) ?? []).slice(USER, USER + 4).map(Number))
  return family.length === 0 ? undefined : ticks.reduce((sum, each) => sum + each, 0) / TICKS_A_SECOND
}

// Fields of proc_pid_stat(5), counted from the third, which follows the name: the parent; then user and system time of
// the process and of its children that have ended.
const PARENT = 1
const USER = 11

function statOf(pid: number): string[] | undefined {
  const stat = readProc(pid, 'stat')
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Boolean)
  } catch {
    return []
  }
}

/** Undefined when the process has ended, or is not ours to look into. */
export function readProc(
  pid: number,
  file: 'stat' | 'status' | 'cmdline' | 'smaps_rollup',
): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}
