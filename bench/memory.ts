import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, relative } from 'node:path'
import { familyOf, readProc } from './processes/family.ts'

export interface Measured {
  kind: 'memory'
  name: string
  title: string
  /** Bytes. */
  target: { of: 'memory'; atMost: number }
  measured: number
  kept: boolean
  /** Those of the moment when the sum was highest. */
  processes: ProcessMemory[]
}

interface ProcessMemory {
  command: string
  /** Resident set size in bytes: a page that several processes share counts in each. */
  rss: number
  /** Proportional set size: of such a page, each has its share. Undefined where the kernel does not tell. */
  pss: number | undefined
}

const ROOT = join(import.meta.dirname, '..')
const SAMPLE_MS = 100
const MOST = 1.2e9

/** All processes of the embedded server while the demo runs; the demo's own client and receiver count with it. */
export async function memory(): Promise<Measured> {
  const demo = spawn(process.execPath, [join(ROOT, 'src/demo/main.ts')], {
    stdio: 'ignore',
  })
  const processes = await peakOf(demo)
  if (demo.exitCode !== 0) throw new Error('the demo failed')
  if (processes.length === 0) throw new Error('memory is seen by /proc only, so on Linux only')
  const measured = sum(processes, 'rss')
  return {
    kind: 'memory',
    name: 'memory',
    title: 'memory of the embedded server during the demo',
    target: { of: 'memory', atMost: MOST },
    measured,
    kept: measured <= MOST,
    processes,
  }
}

async function peakOf(child: ChildProcess): Promise<ProcessMemory[]> {
  let peak: ProcessMemory[] = []
  const timer = setInterval(() => {
    const now = familyOf(child.pid ?? 0).flatMap((pid) => residentOf(pid) ?? [])
    // The shares are dear to read, and only those of the peak are asked for.
    if (sum(now, 'rss') > sum(peak, 'rss')) peak = now.map(describe)
  }, SAMPLE_MS)
  await once(child, 'exit')
  clearInterval(timer)
  return peak
}

export const sum = <Key extends string>(processes: { [K in Key]: number | undefined }[], what: Key): number =>
  processes.reduce((total, each) => total + (each[what] ?? Number.NaN), 0)

function residentOf(pid: number): { pid: number; rss: number } | undefined {
  const rss = kibibytes(readProc(pid, 'status'), 'VmRSS')
  return rss === undefined ? undefined : { pid, rss }
}

function describe({ pid, rss }: { pid: number; rss: number }): ProcessMemory {
  const pss = kibibytes(readProc(pid, 'smaps_rollup'), 'Pss')
  const [, ...words] = readProc(pid, 'cmdline')?.split('\0').filter(Boolean) ?? []
  const script = words.find((word) => !word.startsWith('-')) ?? ''
  return { command: relative(ROOT, script), rss, pss }
}

function kibibytes(text: string | undefined, field: 'VmRSS' | 'Pss'): number | undefined {
  const digits = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits) * 1024
}
