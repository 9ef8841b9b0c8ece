import { basename, extname, resolve } from 'node:path'

export interface NamedFile {
  path: string
  /** The name of its result. */
  output: string
}

/** Each file once, however often and in whichever way it is given. */
export const distinct = (paths: readonly string[]): string[] => [
  ...new Map(paths.map((path) => [resolve(path), path])).values(),
]

/**
 * The name without its ending, or the full name where two would be the same; files of one full name are numbered.
 * Names that differ in case only are the same to many file systems.
 */
export function outputNames(paths: readonly string[]): NamedFile[] {
  const stems = new Map<string, number>()
  for (const path of paths) stems.set(key(stem(path)), (stems.get(key(stem(path))) ?? 0) + 1)
  const taken = new Set<string>()
  const isAlone = (path: string) => stems.get(key(stem(path))) === 1
  for (const path of paths.filter(isAlone)) taken.add(key(stem(path)))
  return paths.map((path) => {
    const name = isAlone(path) ? stem(path) : untaken(basename(path), taken)
    taken.add(key(name))
    return { path, output: `${name}.json` }
  })
}

const stem = (path: string) => basename(path, extname(path))
const key = (name: string) => name.normalize('NFC').toLowerCase()

function untaken(name: string, taken: ReadonlySet<string>): string {
  let free = name
  for (let number = 2; taken.has(key(free)); number++) free = `${name}-${number}`
  return free
}
