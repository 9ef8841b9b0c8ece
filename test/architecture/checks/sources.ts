import { globSync } from 'node:fs'
import type { Problem } from './check.ts'

/** The TypeScript files of a tree, found without any of the tools that are to be checked. */
export function sourceFiles(root: string): string[] {
  return globSync('{src,test,bench}/**/*.ts', { cwd: root }).sort()
}

/** A tool that cannot read a tree often says so by finding nothing, so what it read is compared with what there is. */
export function unreadFiles(expected: string[], read: ReadonlySet<string>): Problem[] {
  if (expected.length === 0) return [{ file: '.', rule: 'unread', message: 'no source files were found' }]
  return expected
    .filter((file) => !read.has(file))
    .map((file) => ({ file, rule: 'unread', message: 'the tool did not read this file' }))
}
