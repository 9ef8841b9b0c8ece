import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Memory of a process and all it started, at the moment when the sum was highest. */
export interface PeakMemory {
  /** Resident set sizes added up, in bytes: a page that several processes share counts several times. */
  bytes: number
  processes: { command: string; bytes: number }[]
}

const SAMPLE_MS = 50
const PROMISED_BYTES = 1.2e9

/** Linux only: it looks into /proc. */
export async function peakMemoryOf(child: ChildProcess): Promise<PeakMemory> {
  let peak: PeakMemory = { bytes: 0, processes: [] }
  const sample = () => {
    const processes = familyOf(child.pid ?? 0)
    const bytes = processes.reduce((sum, each) => sum + each.bytes, 0)
    if (bytes > peak.bytes) peak = { bytes, processes }
  }
  const timer = setInterval(sample, SAMPLE_MS)
  await once(child, 'exit')
  clearInterval(timer)
  return peak
}

function familyOf(root: number): PeakMemory['processes'] {
  const members = [readProcess(root)]
  const known = new Set([root])
  // A child has a higher id than its parent, but for the rare wrap-around, which the next sample mends.
  for (const pid of readdirSync('/proc')
    .map(Number)
    .filter(Boolean)
    .toSorted((a, b) => a - b)) {
    const member = readProcess(pid)
    if (!member || known.has(pid) || !known.has(member.parent)) continue
    known.add(pid)
    members.push(member)
  }
  return members.filter((member) => member !== undefined)
}

function readProcess(pid: number) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(1, 3).join(' ')
    return { parent: field('PPid'), command, bytes: field('VmRSS') * 1024 }
  } catch {
    // It has ended since it was listed.
    return undefined
  }
}

if (import.meta.main) {
  const demo = spawn(process.execPath, [join(import.meta.dirname, '../src/demo/main.ts')], {
    stdio: 'ignore',
  })
  const { bytes, processes } = await peakMemoryOf(demo)
  const mb = (size: number) => `${Math.round(size / 1e6)} MB`
  for (const each of processes) process.stdout.write(`${mb(each.bytes).padStart(8)}  ${each.command}\n`)
  const verdict = bytes < PROMISED_BYTES ? 'under' : 'above'
  process.stdout.write(
    `${mb(bytes).padStart(8)}  in all at the peak of the demo, ${verdict} ${mb(PROMISED_BYTES)}\n`,
  )
  process.exitCode = demo.exitCode === 0 && bytes < PROMISED_BYTES ? 0 : 1
}
