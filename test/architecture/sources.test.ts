import { describe, expect, it } from 'vitest'
import type { Problem } from './checks/check.ts'
import { contextAsType } from './checks/context-as-type.ts'
import { fileSize } from './checks/file-size.ts'
import { rulesBroken, withPlanted } from './planted-tree.ts'

const lines = (count: number) => 'export {}\n'.repeat(count)

describe('the file size', () => {
  it('is refused above 400 lines and mentioned above 250', async () => {
    const report = await withPlanted(
      {
        'src/lib/huge.ts': lines(401),
        'src/lib/large.ts': lines(400),
        'test/largish.test.ts': lines(251),
        'src/lib/fine.ts': lines(250),
      },
      fileSize.run,
    )
    const names = (problems: Problem[]) => problems.map(({ file, message }) => `${file}: ${message}`)
    expect(names(report.problems)).toEqual(['src/lib/huge.ts: 401 lines'])
    expect(names(report.warnings)).toEqual(['src/lib/large.ts: 400 lines', 'test/largish.test.ts: 251 lines'])
    expect(report.read).toBe('4 files')
  })
})

describe('the context', () => {
  const REFUSED = [
    ['src/http/makes.ts', "import { buildContext } from '#src/context.ts'\n"],
    ['src/http/inlines.ts', "import { type AppContext } from '../context.ts'\n"],
    ['src/modules/jobs/makes.ts', "import {\n  buildContext,\n} from '../../context.ts'\n"],
    ['src/modules/jobs/index.ts', "export { buildContext } from '#src/context.ts'\n"],
  ] as const
  const ALLOWED = [
    ['src/http/typed.ts', "import type { AppContext } from '#src/context.ts'\n"],
    ['src/modules/jobs/typed.ts', "import type { AppContext } from '../../context.ts'\n"],
    ['src/modules/jobs/other.ts', "import { jobContext } from './context.ts'\n"],
    ['src/app.ts', "import { buildContext } from '#src/context.ts'\n"],
  ] as const

  it.each(REFUSED)('is not made in %s', async (file, content) => {
    const { problems } = await withPlanted({ [file]: content }, contextAsType.run)
    expect(rulesBroken(problems, file)).toEqual(['context-as-type'])
  })

  it.each(ALLOWED)('is known in %s', async (file, content) => {
    const { problems } = await withPlanted({ [file]: content }, contextAsType.run)
    expect(problems).toEqual([])
  })
})
