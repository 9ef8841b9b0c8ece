import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import type { ReadCpu } from './cpu.ts'
import { TICKS_A_SECOND } from './processes/family.ts'

/**
 * CPU seconds used since the last call by the backends of this database, but for `admin`'s own; undefined where they
 * are on another machine or there is no /proc.
 */
export function postgresCpuReader(admin: pg.Client): ReadCpu {
  let known = new Map<number, number>()
  return async () => {
    const { rows } = await admin.query<{ pid: number }>(
      `select pid from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    )
    const ticks = await Promise.all(rows.map(async ({ pid }) => [pid, await ticksOf(pid)] as const))
    const seen = new Map(ticks.flatMap(([pid, used]) => (used === undefined ? [] : [[pid, used]])))
    let used = 0
    for (const [pid, now] of seen) used += now - (known.get(pid) ?? 0)
    known = seen
    return seen.size < rows.length || seen.size === 0 ? undefined : used / TICKS_A_SECOND
  }
}

/** User and system time, the 14th and 15th fields of proc_pid_stat(5). */
async function ticksOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  if (!stat.includes('(postgres)')) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}
