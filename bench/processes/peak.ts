import { readdirSync } from 'node:fs'
import { readProc } from './family.ts'

const SAMPLE_MS = 50

/** The highest resident set, in bytes, that any child of this process has reached until `end` is called. */
export function watchChildren(): { end(): number } {
  let peak = 0
  const look = () => {
    for (const pid of children()) peak = Math.max(peak, peakOf(pid))
  }
  const timer = setInterval(look, SAMPLE_MS)
  return {
    end() {
      clearInterval(timer)
      return peak
    },
  }
}

/** The kernel keeps the peak itself, so that nothing is missed between two looks but what the last one would show. */
function peakOf(pid: number): number {
  const kib = /^VmHWM:\s+(\d+)/m.exec(readProc(pid, 'status') ?? '')?.[1]
  return Number(kib ?? 0) * 1024
}

function children(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && parentOf(pid) === process.pid)
  } catch {
    return []
  }
}

function parentOf(pid: number): number {
  const stat = readProc(pid, 'stat')
  return Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}
