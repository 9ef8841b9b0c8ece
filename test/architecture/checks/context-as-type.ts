import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { Check } from './check.ts'
import { sourceFiles } from './sources.ts'

const CONTEXT = 'src/context.ts'
const VALUE_IMPORT = /^(?:import|export)\s+(?!type\s)[^'"]*from\s+['"](?<from>[^'"]+)['"]/gm

/**
 * The kernel and the modules are handed the context: they know its shape, never how it is made. A check of our own,
 * for dependency-cruiser with the swc parser does not tell type imports from others.
 */
export const contextAsType: Check = {
  name: 'context as a type',
  async run(root) {
    const files = sourceFiles(root).filter((file) =>
      /^src\/(http|modules|platform)\/.*(?<!\.test)\.ts$/.test(file),
    )
    const problems = files
      .filter((file) => importsContext(root, file))
      .map((file) => ({
        file,
        rule: 'context-as-type',
        message: `imports ${CONTEXT} as more than a type`,
      }))
    return { problems, warnings: [], read: `${files.length} files` }
  },
}

function importsContext(root: string, file: string): boolean {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(VALUE_IMPORT)].some(({ groups }) => {
    const from = groups?.from ?? ''
    return normalize(from.startsWith('#') ? from.slice(1) : join(dirname(file), from)) === CONTEXT
  })
}
