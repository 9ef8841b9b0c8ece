import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Problem } from './checks/check.ts'

const REPO = join(import.meta.dirname, '..', '..')
const CONFIGURATION = ['.dependency-cruiser.mjs', '.gitignore', 'biome.json', 'knip.json', 'tsconfig.json']

/** Contents by path, relative to the root of the tree. */
export type Files = Record<string, string>

/** Hands over a small tree that has this repository's configuration and the given files, and removes it after. */
export async function withPlanted<T>(files: Files, use: (root: string) => Promise<T>): Promise<T> {
  // Resolved, for tools print real paths.
  const root = await realpath(await mkdtemp(join(tmpdir(), 'planted-')))
  try {
    for (const name of CONFIGURATION) await cp(join(REPO, name), join(root, name))
    await symlink(join(REPO, 'node_modules'), join(root, 'node_modules'))
    for (const [path, content] of Object.entries({ 'package.json': manifest(), ...files })) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), content)
    }
    return await use(root)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** The rules that a file breaks, each once. */
export function rulesBroken(problems: Problem[], file: string): string[] {
  const own = problems.filter((problem) => problem.file === file || problem.file.startsWith(`${file}:`))
  return [...new Set(own.map(({ rule }) => rule))].sort()
}

export function manifest(fields: Record<string, unknown> = {}): string {
  const imports = { '#src/*': './src/*', '#test/*': './test/*', '#bench/*': './bench/*' }
  return `${JSON.stringify({ name: 'planted', type: 'module', imports, ...fields }, null, 2)}\n`
}
