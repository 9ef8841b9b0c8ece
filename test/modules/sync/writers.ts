import { setImmediate } from 'node:timers/promises'
import type pg from 'pg'
import type { Route } from '#src/http/route.ts'
import { newId } from '#src/lib/ids.ts'
import { routes } from '#src/modules/registry.ts'
import type { TestTenant } from '#test/support/api.ts'
import type { Answer } from '#test/support/client.ts'
import { bodyOf, call, parametersOf } from '#test/tenancy/calls.ts'
import type { Noun, World } from '#test/tenancy/world.ts'

// Every route that changes jobs, candidates, applications or resumes is called with ids of things that there are. A new
// one is called with the smallest body it takes, and needs a line here only where that would change nothing.

export interface Office {
  tenant: TestTenant
  random: () => number
  /** Connections that pass every rule. */
  pool: pg.Pool
  /** What there is, by noun. */
  known: Map<Noun, string[]>
  /** One of each of the rest. */
  world: World
}

type Body = (word: string, office: Office) => object

const BODIES: Record<string, Body> = {
  createJob: (title) => ({ title, description: 'x' }),
  updateJob: (title) => ({ title }),
  replaceJobSkills: (skill) => ({ skills: [{ skill, required: true, weight: 1 }] }),
  closeJob: (_word, office) => ({ application_disposition: pick(office, ['keep', 'reject']) }),
  createCandidate: (first_name) => ({ first_name, last_name: 'Example' }),
  updateCandidate: (headline, office) =>
    pick(office, [{ headline }, { emails: [{ email: `${headline}@example.com` }] }, { external_ids: [] }]),
  upsertCandidate: (company) => ({ first_name: 'Up', last_name: 'Sert', company }),
  upsertJob: (title) => ({ title, description: 'x' }),
  replaceCandidateExperiences: (title) => ({ experiences: [{ title, start_date: '2020' }] }),
  replaceCandidateSkills: (skill) => ({ skills: [{ skill }] }),
  updateApplication: (source) => ({ source }),
}

/** How often a route is called, where not once in a while. */
const WEIGHTS: Record<string, number> = {
  updateJob: 2,
  openJob: 2,
  closeJob: 3,
  reopenJob: 2,
  cancelJob: 0.3,
  deleteJob: 0.5,
  updateCandidate: 2,
  deleteCandidate: 4,
  restoreCandidate: 1.5,
  createApplication: 6,
  updateApplication: 2,
  uploadCandidateResume: 2,
}

const mutating = routes.filter(
  ({ method, url }) =>
    method !== 'GET' &&
    /^\/v1\/(bulk\/)?(jobs|candidates|applications|resumes|resume-parses|tags)(\/|$)/.test(url),
)

/** Each as often as its weight in tenths; undefined stands for a slow transaction. */
const choices = [
  ...mutating.flatMap((route) => Array.from({ length: 10 * (WEIGHTS[route.operationId] ?? 1) }, () => route)),
  ...Array.from({ length: 40 }, () => undefined),
]

/** One change at random, by the API or by a transaction that takes its time. */
export async function writeSomething(office: Office): Promise<void> {
  const route = pick(office, choices)
  if (route) await callRoute(office, route)
  else await writeSlowly(office)
}

async function callRoute(office: Office, route: Route): Promise<void> {
  const around = { ...office.world }
  for (const noun of office.known.keys()) around[noun] = one(office, noun)
  const ids = parametersOf(route).map((noun) => around[noun])
  const special = BODIES[route.operationId]?.(wordOf(office), office)
  const answer = await call(office.tenant.admin, route, ids, { ...bodyOf(route, around), ...special })
  if (answer.status >= 500) throw new Error(`${route.operationId} answered ${answer.status}: ${answer.text}`)
  remember(office, route, answer)
}

const NOUNS: Record<string, Noun> = {
  '/v1/jobs': 'job',
  '/v1/candidates': 'candidate',
  '/v1/applications': 'application',
}

function remember({ known }: Office, { url }: Route, { status, body }: Answer): void {
  const made: [Noun | undefined, string][] = [
    [status === 201 ? NOUNS[url] : undefined, body.id],
    [body.resume ? 'resume' : undefined, body.resume?.id],
    [body.parse ? 'resume_parse' : undefined, body.parse?.id],
  ]
  for (const [noun, id] of made) if (noun) known.get(noun)?.push(id)
}

function one({ known, random, world }: Office, noun: Noun): string {
  const ids = known.get(noun) ?? []
  return ids[Math.floor(ids.length * random())] ?? world[noun]
}

const pick = <T>({ random }: Office, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
const wordOf = ({ random }: Office) => `w${Math.floor(random() * 1e6)}`

const SLOW_CHANGES = [
  ['job', 'jobs', 'department', "'title', title, 'status', status"],
  ['candidate', 'candidates', 'headline', "'source', source, 'owner_id', owner_id"],
  [
    'application',
    'applications',
    'source',
    "'job_id', job_id, 'candidate_id', candidate_id, 'stage_id', stage_id, 'status', status",
  ],
] as const

/**
 * What the product does, with time between the event's place and the commit: meanwhile higher places of other rows are
 * told. Some of them come to nothing.
 */
async function writeSlowly(office: Office): Promise<void> {
  const [noun, table, column, facts] = pick(office, SLOW_CHANGES)
  const client = await office.pool.connect()
  try {
    await client.query('begin')
    await client.query(
      `with changed as (
         update ${table} set ${column} = $3, version = version + 1, updated_at = now()
         where tenant_id = $1 and id = $2 and deleted_at is null returning *)
       insert into events (tenant_id, id, type, resource, resource_id, payload, actor, request_id, occurred_at)
       select $1, $4, '${noun}.updated', '${noun}', id,
         jsonb_build_object(${facts}, 'version', version, 'changed', array['${column}']),
         '{"type":"system","id":null}', $4, now() from changed`,
      [office.tenant.id, one(office, noun), wordOf(office), newId()],
    )
    await turns(office.random() * 100)
    await client.query(office.random() < 0.2 ? 'rollback' : 'commit')
  } finally {
    client.release()
  }
}

/** Lets others go on: so many turns of the event loop. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await setImmediate()
}
