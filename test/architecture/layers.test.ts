import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Report } from './checks/check.ts'
import { layers } from './checks/layers.ts'
import { type Files, rulesBroken, withPlanted } from './planted-tree.ts'

const configuration = z.object({
  default: z.object({ forbidden: z.array(z.object({ name: z.string() })) }),
})

// [the rule, a file, what it must not import]
const VIOLATIONS = [
  ['no-cycle', 'src/lib/chicken.ts', '#src/lib/egg.ts'],
  ['layer-lib', 'src/lib/reads-config.ts', '#src/config/config.ts'],
  ['layer-config', 'src/config/opens-db.ts', '#src/db/tenant.ts'],
  ['layer-db', 'src/db/uses-queue.ts', '#src/platform/queue.ts'],
  ['layer-db', 'src/db/takes-context.ts', '#src/context.ts'],
  ['layer-platform', 'src/platform/knows-http.ts', '#src/http/define-route.ts'],
  ['layer-platform', 'src/platform/knows-a-module.ts', '#src/modules/jobs/index.ts'],
  ['layer-tasks', 'src/platform/tasks/knows-http.ts', '#src/http/define-route.ts'],
  ['layer-context', 'src/context.ts', '#src/http/define-route.ts'],
  ['layer-http', 'src/http/knows-a-module.ts', '#src/modules/jobs/index.ts'],
  ['layer-modules', 'src/modules/jobs/reads-registry.ts', '#src/modules/registry.ts'],
  ['layer-modules', 'src/modules/jobs/starts-workers.ts', '#src/workers/start.ts'],
  ['layer-registry', 'src/modules/registry.ts', '#src/app.ts'],
  ['layer-app', 'src/workers/runs-demo.ts', '#src/demo/main.ts'],
  ['layer-demo', 'src/demo/boots.ts', '#src/server.ts'],
  ['layer-server', 'src/server.ts', '#src/demo/main.ts'],
  ['known-place', 'src/helpers/anything.ts', '#src/lib/leaf.ts'],
  ['no-server-import', 'test/boots.test.ts', '#src/server.ts'],
  ['no-test-import', 'src/lib/borrows-a-factory.ts', '#test/support/factories.ts'],
  ['no-test-import', 'src/lib/borrows-a-benchmark.ts', '#bench/measure.ts'],
  ['drizzle-in-repos', 'src/modules/jobs/jobs.service.ts', 'drizzle-orm'],
  ['drizzle-in-repos', 'src/http/pages.ts', 'drizzle-orm/pg-core'],
  ['thin-routes', 'src/modules/jobs/jobs.routes.ts', './jobs.repo.ts'],
  ['thin-routes', 'src/modules/jobs/routes/close-job.ts', '../jobs.read.ts'],
  ['thin-routes', 'src/modules/candidates/candidates.routes.ts', '#src/db/tenant.ts'],
  ['thin-routes', 'src/modules/files/files.routes.ts', '#src/platform/queue.ts'],
  ['services-without-fastify', 'src/modules/candidates/candidates.service.ts', 'fastify'],
  ['services-without-fastify', 'src/modules/files/files.service.ts', '@fastify/jwt'],
  ['adapters-in-platform', 'src/modules/jobs/connects.ts', 'pg'],
  ['adapters-in-platform', 'src/modules/jobs/stores.ts', '@aws-sdk/client-s3'],
  ['withsystem-listed', 'src/modules/jobs/looks-everywhere.repo.ts', '#src/db/system.ts'],
  ['withsystem-listed', 'src/modules/jobs/peek.service.ts', '#src/db/system.ts'],
  ['withsystem-listed', 'src/db/passes-it-on.ts', '#src/db/system.ts'],
  ['withsystem-listed', 'src/modules/jobs/alters-tables.ts', '#src/db/owner.ts'],
  ['doors-only', 'src/modules/applications/reaches-in.ts', '#src/modules/jobs/jobs.repo.ts'],
  ['doors-only', 'src/modules/matching/reads-parser.ts', '#src/modules/resumes/parser/parse.ts'],
  ['module-has-a-tier', 'src/modules/novelties/novelty.ts', '#src/lib/leaf.ts'],
  ['tier-foundation', 'src/modules/users/counts-jobs.ts', '#src/modules/jobs/index.ts'],
  [
    'tier-foundation',
    'src/modules/users/hears-hiring.ts',
    '#src/modules/applications/applications.events.ts',
  ],
  ['tier-work', 'src/modules/jobs/counts-applications.ts', '#src/modules/applications/index.ts'],
  ['tier-reactions', 'src/modules/applications/scores.ts', '#src/modules/matching/index.ts'],
  ['tier-reactions', 'src/modules/search/scores.ts', '#src/modules/matching/index.ts'],
] as const

const ALLOWED = [
  ['src/config/config.ts', '#src/lib/leaf.ts'],
  ['src/db/tenant.ts', 'drizzle-orm'],
  ['src/platform/queue.ts', '#src/db/tenant.ts'],
  ['src/platform/tasks/relay.repo.ts', '#src/db/system.ts'],
  ['src/http/define-route.ts', '#src/context.ts'],
  ['src/modules/auth/sessions.repo.ts', '#src/db/system.ts'],
  ['src/modules/jobs/jobs.repo.ts', 'drizzle-orm'],
  ['src/modules/jobs/jobs.read.ts', 'drizzle-orm'],
  ['src/modules/jobs/index.ts', './jobs.repo.ts'],
  ['src/modules/jobs/jobs.test.ts', '#test/support/factories.ts'],
  ['src/modules/applications/index.ts', '#src/modules/jobs/index.ts'],
  ['src/modules/applications/applications.routes.ts', '#src/http/define-route.ts'],
  ['src/modules/interviews/plan.ts', '#src/modules/applications/index.ts'],
  ['src/modules/matching/index.ts', '#src/modules/skills/lexicon.ts'],
  ['src/modules/matching/resume.ts', '#src/modules/resumes/parser/types.ts'],
  ['src/modules/webhooks/subscribe.ts', '#src/modules/applications/applications.events.ts'],
  ['src/app.ts', '#src/context.ts'],
  ['src/workers/start.ts', '#src/app.ts'],
  ['src/demo/main.ts', '#src/workers/start.ts'],
] as const

const LEAVES: Files = {
  'src/lib/leaf.ts': 'export {}\n',
  // A cycle of nothing but types is a cycle.
  'src/lib/egg.ts': "import type { Chicken } from '#src/lib/chicken.ts'\nexport type Egg = Chicken\n",
  'src/lib/chicken.ts': "import type { Egg } from '#src/lib/egg.ts'\nexport type Chicken = Egg | undefined\n",
  'src/db/owner.ts': 'export {}\n',
  'src/db/system.ts': 'export {}\n',
  'src/modules/skills/lexicon.ts': 'export {}\n',
  'src/modules/resumes/parser/parse.ts': 'export {}\n',
  'src/modules/resumes/parser/types.ts': 'export {}\n',
  'src/modules/applications/applications.events.ts': 'export {}\n',
  'test/support/factories.ts': 'export {}\n',
  'bench/measure.ts': 'export {}\n',
}

describe('the layer rules', () => {
  let report: Report
  const files = plant()

  beforeAll(async () => {
    report = await withPlanted(files, layers.run)
  }, 60_000)

  it.each(VIOLATIONS)('%s: %s imports %s', (rule, file) => {
    expect(rulesBroken(report.problems, file)).toContain(rule)
  })

  it.each(ALLOWED)('%s may import %s', (file) => {
    expect(rulesBroken(report.problems, file)).toEqual([])
  })

  it('each have a planted violation', async () => {
    const path = join(import.meta.dirname, '..', '..', '.dependency-cruiser.mjs')
    const { forbidden } = configuration.parse(await import(path)).default
    expect(new Set(VIOLATIONS.map(([rule]) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)))
  })

  it('say how many modules were read', () => {
    const count = Object.keys(files).filter((file) => file.endsWith('.ts')).length
    expect(report.read).toContain(`${count} of ${count} modules`)
  })
})

it('the layer check fails on a tree without sources', async () => {
  const { problems } = await withPlanted({}, layers.run)
  expect(problems).not.toEqual([])
})

function plant(): Files {
  const files: Files = { ...LEAVES }
  for (const [, file, target] of VIOLATIONS) if (!(file in files)) files[file] = importing(target)
  for (const [file, target] of ALLOWED) if (!(file in files)) files[file] = importing(target)
  return files
}

function importing(target: string): string {
  return `import '${target}'\n`
}
