import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from './check.ts'
import { sourceFiles } from './sources.ts'

const LIMIT = 400
const COMFORT = 250

export const fileSize: Check = {
  name: 'file size',
  async run(root) {
    const files = sourceFiles(root).map((file) => ({ file, lines: linesOf(join(root, file)) }))
    const report = ({ file, lines }: { file: string; lines: number }) => ({
      file,
      rule: 'file-size',
      message: `${lines} lines`,
    })
    return {
      problems: files.filter(({ lines }) => lines > LIMIT).map(report),
      warnings: files.filter(({ lines }) => lines > COMFORT && lines <= LIMIT).map(report),
      read: `${files.length} files`,
    }
  },
}

function linesOf(path: string): number {
  const text = readFileSync(path, 'utf8')
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
