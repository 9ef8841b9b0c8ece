import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ResumeParser } from '#src/modules/resumes/parser/client.ts'
import { failedResult } from '#src/modules/resumes/parser/failed-result.ts'
import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import type { ParseResult } from '#src/modules/resumes/parser/types.ts'
import type { NamedFile } from './output-names.ts'
import { printed } from './printed.ts'

interface Work {
  parser: ResumeParser
  out: string
  workers: number
  asOf: Date
  /** Called after each file. */
  done(state: ParseResult['state']): void
}

/** Parses all files, so many at a time. Rejects only when a result cannot be written. */
export async function parseFiles(files: readonly NamedFile[], work: Work): Promise<void> {
  const waiting = files.values()
  const lane = async () => {
    for (const { path, output } of waiting) {
      const result = await parseOne(path, work)
      await writeFile(join(work.out, output), `${JSON.stringify(printed(path, result), null, 2)}\n`)
      work.done(result.state)
    }
  }
  await Promise.all(Array.from({ length: work.workers }, lane))
}

async function parseOne(path: string, { parser, asOf }: Work): Promise<ParseResult> {
  let bytes: Uint8Array
  try {
    const { size, ...file } = await describe(path)
    if (!file.isFile) return failedResult('file.unreadable')
    if (size > LIMITS.fileBytes) return failedResult('file.too_large')
    bytes = await readFile(path)
  } catch {
    return failedResult('file.unreadable')
  }
  return parser.parse({ bytes, filename: basename(path) }, { asOf })
}

/** Only a regular file ends: a pipe or a device would be waited for. */
async function describe(path: string): Promise<{ size: number; isFile: boolean }> {
  const found = await stat(path)
  return { size: found.size, isFile: found.isFile() }
}
