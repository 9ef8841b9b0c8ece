// The layer rules. Every rule here is proved by a planted violation in test/architecture/layers.test.ts.

const source = ['^src/']
const lib = ['^src/lib/']
const config = [...lib, '^src/config/']
const db = [...config, '^src/db/']
const platform = [...db, '^src/platform/']
const context = ['^src/context[.]ts$']
const http = [...platform, ...context, '^src/http/']
const modules = [...http, '^src/modules/[^/]+/']
const registry = [...modules, '^src/modules/registry[.]ts$']
const app = [...registry, '^src/app[.]ts$', '^src/create-context[.]ts$', '^src/workers/']
const demo = [...app, '^src/demo/']
const server = [...app, '^src/server[.]ts$']

// A module imports its own tier and those below, never above, and nobody imports the last: it reacts to events.
const tiers = [
  [
    ...['tenants', 'users', 'memberships', 'members', 'auth', 'api-keys', 'operations'],
    ...['skills', 'tenant-skills', 'external-ids', 'scoring'],
  ],
  [
    'clients',
    'departments',
    'jobs',
    'pipelines',
    'rejection-reasons',
    'candidates',
    'tags',
    'notes',
    'files',
  ],
  [
    ...['applications', 'resumes', 'screening', 'interviews', 'offers'],
    ...['referrals', 'background-checks', 'pools', 'messaging', 'llm', 'job-enrichments'],
    ...['scoring-preferences', 'values-assessments', 'vectors'],
  ],
  [
    'matching',
    'fairness',
    'learning',
    'search',
    'webhooks',
    'notifications',
    'timeline',
    'analytics',
    'audit',
    'privacy',
    'imports',
    'events',
    'sync',
    'service',
  ],
]
const [foundation, work, hiring, reactions] = tiers.map((names) => `^src/modules/(${names.join('|')})/`)

// Formulas over counts, pure and of no domain's rows: whoever audits or trains may use them.
const formulas = '^src/modules/fairness/statistics/'

const doors = [
  formulas,
  '^src/modules/[^/]+/index[.]ts$',
  '[.]events[.]ts$',
  '^src/modules/(skills|scoring)/', // the lexicon and the arithmetic of scores are public: pure code over plain data
  '^src/modules/resumes/parser/(types|parse-document)[.]ts$', // what a parsed resume looks like, and how one is read
]

// Who may look across tenants, and why. A new line here is a decision to be reviewed as one.
const escalations = [
  '^src/modules/(auth|api-keys)/', // proving who asks comes before the tenant is known
  '^src/modules/tenants/', // signing up makes the tenant, and its settings stand in a row of no tenant
  '^src/http/exchange[.]ts$', // idempotency keys of callers without a principal
  '^src/platform/tasks/', // one relay and one ledger of tasks for all tenants
  '^src/workers/', // housekeeping sweeps all tenants
  '^src/modules/vectors/tend-indexes([.]repo)?[.]ts$', // an index is the owner's to make, for whichever tenants are big
  '^src/modules/vectors/models[.]repo[.]ts$', // the relay makes no work for tenants without models of their own
  '^src/modules/llm/sweep[.]repo[.]ts$', // what dead processes left is found in all tenants
  '^src/modules/webhooks/listening[.]repo[.]ts$', // the relay makes no work for tenants without endpoints
]

const isTest = '[.]test[.]ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid('no-cycle', 'what two files both need moves to a third', {}, { circular: true }),

    layer('layer-lib', lib, lib),
    layer('layer-config', ['^src/config/'], config),
    layer('layer-db', ['^src/db/'], db),
    layer('layer-platform', ['^src/platform/(?!tasks/)'], platform),
    layer('layer-tasks', ['^src/platform/tasks/'], [...platform, ...context]),
    layer('layer-context', context, [...platform, ...context]),
    layer('layer-http', ['^src/http/'], http),
    layer('layer-modules', ['^src/modules/[^/]+/'], modules),
    layer('layer-registry', ['^src/modules/registry[.]ts$'], registry),
    layer('layer-app', ['^src/app[.]ts$', '^src/create-context[.]ts$', '^src/workers/'], app),
    layer('layer-demo', ['^src/demo/'], demo),
    layer('layer-server', ['^src/server[.]ts$'], server),
    forbid(
      'known-place',
      'a file belongs to a layer: put it into one, or name the new layer here',
      { path: source, pathNot: [...demo, ...server] },
      {},
    ),

    forbid(
      'no-server-import',
      'server.ts is the process, nothing builds on it',
      {},
      { path: '^src/server[.]ts$' },
    ),
    forbid(
      'no-test-import',
      'the product does not run on test code',
      { path: source, pathNot: isTest },
      { path: '^(test|bench)/' },
    ),
    forbid(
      'drizzle-in-repos',
      'SQL stands in *.repo.ts, *.read.ts and src/db/',
      { path: source, pathNot: ['^src/db/', '[.](repo|read)[.]ts$'] },
      { path: packages(['drizzle-orm']) },
    ),
    forbid(
      'thin-routes',
      'a route names one service function; it knows no repo, no db, no platform',
      { path: ['[.]routes[.]ts$', '^src/modules/[^/]+/routes/'], pathNot: isTest },
      { path: ['[.](repo|read)[.]ts$', '^src/(db|platform)/'] },
    ),
    forbid(
      'services-without-fastify',
      'a service runs without a web server',
      { path: '[.]service[.]ts$' },
      { path: packages(['fastify', '@fastify/[^/]+']) },
    ),
    forbid(
      'adapters-in-platform',
      'modules reach databases, queues, storage and the network through src/db/ and src/platform/',
      { path: '^src/modules/', pathNot: isTest },
      {
        path: packages([
          'pg',
          'ioredis',
          'bullmq',
          'undici',
          '@aws-sdk/[^/]+',
          '@electric-sql/[^/]+',
          '@ai-sdk/[^/]+',
        ]),
      },
    ),
    forbid(
      'withsystem-listed',
      'only the files listed as escalations look across tenants or act as the owner',
      { path: source, pathNot: escalations },
      { path: '^src/db/(system|owner)[.]ts$' },
    ),

    forbid(
      'doors-only',
      'another module is reached through its index.ts or its events file, never through its inside',
      { path: '^src/modules/([^/]+)/' },
      { path: '^src/modules/[^/]+/', pathNot: ['^src/modules/$1/', ...doors] },
    ),
    forbid(
      'module-has-a-tier',
      'every module stands in one tier of this file',
      { path: '^src/modules/[^/]+/', pathNot: [foundation, work, hiring, reactions] },
      {},
    ),
    forbid(
      'tier-foundation',
      'an upward need becomes an event',
      { path: foundation },
      { path: [work, hiring] },
    ),
    forbid('tier-work', 'an upward need becomes an event', { path: work }, { path: hiring }),
    forbid(
      'tier-reactions',
      'nobody imports a module that reacts to events; emit one',
      { path: '^src/modules/([^/]+)/' },
      { path: reactions, pathNot: ['^src/modules/$1/', formulas] },
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
    },
  },
}

function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to }
}

function layer(name, from, below) {
  return forbid(name, 'imports point down the layers', { path: from }, { path: source, pathNot: below })
}

// Matches a package where it is installed, and by its bare name where it is not.
function packages(names) {
  return `(^|(^|/)node_modules/)(${names.join('|')})(/|$)`
}
