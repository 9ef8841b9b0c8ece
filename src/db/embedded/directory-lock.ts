import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

interface Owner {
  pid: number
  /** When the process began, where the system tells: a pid alone may belong to another process by now. */
  born: string | undefined
}

/**
 * Takes `<directory>.lock` for this process: two engines on one directory destroy it without a word. Returns the
 * release; a lock whose owner is dead is taken over. Throws when the owner lives.
 */
export function lockDirectory(directory: string): () => void {
  const file = `${directory}.lock`
  const content = JSON.stringify({ pid: process.pid, born: birthOf(process.pid) } satisfies Owner)
  mkdirSync(path.dirname(file), { recursive: true })
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (create(file, content)) return releaseOnExit(file)
    const found = read(file)
    const owner = found === undefined ? undefined : parse(found)
    if (owner && isAlive(owner)) throw new Error(`${directory} is in use by process ${owner.pid}`)
    if (found !== undefined) removeStale(file, found)
  }
  throw new Error(`${file} cannot be taken: another process is taking it`)
}

function create(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' })
    return true
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false
    throw error
  }
}

function releaseOnExit(file: string): () => void {
  const remove = () => rmSync(file, { force: true })
  process.once('exit', remove)
  return () => {
    process.off('exit', remove)
    remove()
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Undefined for a lock that was cut short, which is as good as one whose owner is dead. */
function parse(content: string): Owner | undefined {
  try {
    const { pid, born } = JSON.parse(content)
    return { pid: Number(pid), born: typeof born === 'string' ? born : undefined }
  } catch {
    return undefined
  }
}

function isAlive({ pid, born }: Owner): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!isErrno(error, 'EPERM')) return false
  }
  const bornNow = birthOf(pid)
  return born === undefined || bornNow === undefined || born === bornNow
}

/** The boot and the clock tick at which a process began, on Linux. */
function birthOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the name in parentheses, which may hold spaces; the start time is the 22nd.
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return `${boot}:${afterName[19]}`
  } catch {
    return undefined
  }
}

/** Moved away rather than removed: another process may have put its own lock there since we read the stale one. */
function removeStale(file: string, staleContent: string): void {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
    if (read(aside) !== staleContent) linkSync(aside, file)
  } catch (error) {
    if (!isErrno(error, 'ENOENT') && !isErrno(error, 'EEXIST')) throw error
  }
  rmSync(aside, { force: true })
}

const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
