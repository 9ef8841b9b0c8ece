import type pg from 'pg'
import { deriveConfig } from '#src/config/config.ts'
import { readEnv } from '#src/config/env.ts'
import { createContext } from '#src/create-context.ts'
import { demoFiles } from '#src/demo/files.ts'
import { newId } from '#src/lib/ids.ts'
import { keptProfile } from '#src/modules/matching/profiles.repo.ts'
import { runJob } from '#src/modules/matching/score-job.ts'
import { parseDocument } from '#src/modules/resumes/parser/parse-document.ts'
import { candidateProfile } from '#src/modules/scoring/candidate-profile.ts'
import { EMBEDDER } from '#src/modules/scoring/embed.ts'
import { digestOf } from '#src/modules/scoring/inputs-hash.ts'
import type { CandidateProfile } from '#src/modules/scoring/profiles.ts'
import { SCORING_VERSION } from '#src/modules/scoring/score.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { scopeOf } from './bench-context.ts'
import { ownCpu, startCpu } from './cpu.ts'
import { postgresCpuReader } from './postgres-cpu.ts'
import { productEnv } from './product.ts'
import type { Comparison, Contender } from './rounds.ts'
import type { World } from './world.ts'

const CANDIDATES = 10_000
const AS_OF = '2026-01'

/** One job over 10,000 candidates, every match written anew, beside inserting the same rows into a bare table. */
export async function rescore(world: World, opened: AsyncDisposableStack): Promise<Comparison> {
  const { admin } = world.database
  const [tenant] = world.tenants
  if (!tenant) throw new Error('there is no tenant')
  const env = await productEnv(world, opened)
  const app = opened.adopt(
    await createContext(deriveConfig(readEnv({ ...env, LOG_LEVEL: 'error' }))),
    (open) => open.close(),
  )
  const jobId = await fillProfiles(admin, tenant.id, await profiles())
  const cpu = postgresCpuReader(admin)
  const ctx: TaskContext = {
    ...scopeOf(app.db, tenant),
    app,
    task: { id: newId(), attempt: 1, finishWith: () => undefined },
    signal: new AbortController().signal,
  }
  const timed = (name: string, before: () => Promise<unknown>, work: () => Promise<unknown>): Contender => ({
    name,
    run: async () => {
      await before()
      const spent = await startCpu(ownCpu, cpu)
      const started = performance.now()
      await work()
      return { operations: CANDIDATES, seconds: (performance.now() - started) / 1000, ...(await spent()) }
    },
  })
  const changeJob = () =>
    admin.query(
      `update jobs set version = version + 1, title = 'Backend Engineer ' || version where id = $1`,
      [jobId],
    )
  const rows = await firstRun(ctx, admin, jobId)
  const emptyBare = () => admin.query('truncate bare_matches')
  return {
    name: 'rescore',
    title: `a job scored over ${CANDIDATES} candidates, explanations stored`,
    unit: 'candidates/s',
    target: { of: 'throughput', atLeast: 0.2 },
    references: [timed('bare multi-row inserts of the same rows', emptyBare, () => insertBare(admin, rows))],
    contenders: [timed('scored and stored', changeJob, () => runJob(ctx, { jobId, operationId: null }))],
  }
}

/** What the candidates of the demo bring into scores. */
async function profiles(): Promise<CandidateProfile[]> {
  const made: CandidateProfile[] = []
  for (const file of await demoFiles()) {
    const {
      parsed_data: data,
      provenance,
      text,
    } = await parseDocument(file, { asOf: new Date(`${AS_OF}-01`) })
    if (data) made.push(candidateProfile(data, provenance, text, AS_OF))
  }
  return made
}

/** Answers with an open job. Past every check of references: of the resumes only their rows are there. */
async function fillProfiles(admin: pg.Client, tenantId: string, made: CandidateProfile[]): Promise<string> {
  const jobId = newId()
  const rows = made.map((profile) => ({
    profile: keptProfile(profile),
    embedding: JSON.stringify(profile.embedding),
    hash: digestOf(profile),
  }))
  await admin.query('set session_replication_role = replica')
  await admin.query(
    `insert into pipelines (tenant_id, id, name, is_template, created_at, updated_at)
     values ($1, $2, 'Bench', false, now(), now())`,
    [tenantId, jobId],
  )
  await admin.query(
    `insert into jobs (tenant_id, id, title, description, status, pipeline_id, experience_min, location, created_at, updated_at)
     values ($1, $2, 'Backend Engineer', $3, 'open', $2, 4, 'Berlin, Germany', now(), now())`,
    [tenantId, jobId, DESCRIPTION],
  )
  for (const statement of FILL) {
    await admin.query(statement, [
      tenantId,
      CANDIDATES,
      JSON.stringify(rows),
      SCORING_VERSION,
      EMBEDDER.model,
    ])
  }
  await admin.query('set session_replication_role = default')
  await admin.query('vacuum analyze candidates, resumes, candidate_profiles, embeddings, jobs')
  return jobId
}

const DESCRIPTION = `We build payment services in TypeScript and PostgreSQL and run them on Kubernetes. You design REST
APIs, write tests, review code, and know Docker, Redis, CI/CD and monitoring. Experience with React, Kafka and AWS helps.`

const PEOPLE = `generate_series(1, $2::integer) n, lateral (select md5($1 || ':scored ' || n)::uuid) person (id)`
const FILL = [
  `insert into candidates (tenant_id, id, first_name, created_at, updated_at)
   select $1::uuid, person.id, 'Given', now(), now() from ${PEOPLE}
   where $3::text is not null and $4::text is not null and $5::text is not null`,
  `insert into resumes (tenant_id, id, candidate_id, filename, size_bytes, sha256, is_primary, created_at, updated_at)
   select $1::uuid, person.id, person.id, 'resume.pdf', 1, 'none', true, now(), now() from ${PEOPLE}
   where $3::text is not null and $4::text is not null and $5::text is not null`,
  `insert into candidate_profiles (tenant_id, id, candidate_id, resume_id, profile, profile_hash, profile_version, lexicon, created_at, updated_at)
   select $1::uuid, person.id, person.id, person.id, made -> 'profile', made ->> 'hash', $4, '', now(), now()
   from ${PEOPLE}, lateral (select $3::jsonb -> (n % jsonb_array_length($3::jsonb)) as made) chosen
   where $5::text is not null`,
  `insert into embeddings (tenant_id, id, subject, subject_id, model, embedding, created_at, updated_at)
   select $1::uuid, person.id, 'candidate', person.id, $5, (made ->> 'embedding')::halfvec, now(), now()
   from ${PEOPLE}, lateral (select $3::jsonb -> (n % jsonb_array_length($3::jsonb)) as made) chosen
   where $4::text is not null`,
]

const COLUMNS = `tenant_id, id, job_id, candidate_id, resume_id, score, components, factors, scoring_version, inputs_hash,
  flags, reviewed_score, scored_at, created_at, updated_at`

/** The rows of a first run, as text. */
async function firstRun(ctx: TaskContext, admin: pg.Client, jobId: string): Promise<string[]> {
  await runJob(ctx, { jobId, operationId: null })
  await admin.query('create unlogged table bare_matches (like matches including defaults)')
  const { rows } = await admin.query<{ row: string }>(
    'select row_to_json(m)::text as row from matches m where job_id = $1',
    [jobId],
  )
  if (rows.length !== CANDIDATES) throw new Error(`${rows.length} of ${CANDIDATES} candidates were scored`)
  return rows.map(({ row }) => row)
}

const TOGETHER = 500

async function insertBare(admin: pg.Client, rows: string[]): Promise<void> {
  for (let start = 0; start < rows.length; start += TOGETHER) {
    const page = `[${rows.slice(start, start + TOGETHER).join(',')}]`
    await admin.query(
      `insert into bare_matches (${COLUMNS})
       select ${COLUMNS} from json_populate_recordset(null::matches, $1::json)`,
      [page],
    )
  }
}
