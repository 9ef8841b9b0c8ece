import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { layers } from './checks/layers.ts'
import { sourceFiles } from './checks/sources.ts'
import { withPlanted } from './planted-tree.ts'

const REPO = join(import.meta.dirname, '..', '..')
const SOUND = { 'src/server.ts': 'process.exitCode = 0\n' }

it('the gate passes a sound tree', async () => {
  const { code, output } = await gate(SOUND)
  expect(output).not.toContain('failed')
  expect(output.match(/^ok /gm)).toHaveLength(6)
  expect(code).toBe(0)
}, 60_000)

it('the gate names every problem of a tree and fails', async () => {
  const { code, output } = await gate({ ...SOUND, 'src/lib/huge.ts': 'export {};\n'.repeat(401) })
  expect(output).toMatch(/^failed +file size/m)
  expect(output).toMatch(/src\/lib\/huge\.ts {2}file-size: 401 lines/)
  expect(output).toMatch(/src\/lib\/huge\.ts\S* {2}format: /)
  expect(output).toMatch(/src\/lib\/huge\.ts\S* {2}files: /)
  expect(code).toBe(1)
}, 60_000)

it('the gate reads every module of this repository', async () => {
  const count = sourceFiles(REPO).length
  const { problems, read } = await layers.run(REPO)
  expect(count).toBeGreaterThan(20)
  expect(read).toContain(`${count} of ${count} modules`)
  expect(problems.filter(({ rule }) => rule === 'unread')).toEqual([])
}, 60_000)

it('withSystem is made where the rule about it looks', () => {
  const makers = sourceFiles(REPO).filter((file) =>
    /(function|const) withSystem\b/.test(readFileSync(join(REPO, file), 'utf8')),
  )
  expect(makers).toEqual(['src/db/system.ts'])
})

function gate(files: Record<string, string>): Promise<{ code: number; output: string }> {
  const main = join(import.meta.dirname, 'check.ts')
  return withPlanted(
    files,
    (root) =>
      new Promise((resolve) => {
        execFile(process.execPath, [main, root], (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr })
        })
      }),
  )
}
