import pg from 'pg'
import { type Statement, written } from '#src/db/statement.ts'
import { readTenantOnce } from '#src/db/tenant.ts'
import { CONNECTIONS, openProduct, scopeOf } from './bench-context.ts'
import type { BenchTenant } from './fill.ts'
import { looped } from './loops.ts'
import { postgresCpuReader } from './postgres-cpu.ts'
import type { Comparison } from './rounds.ts'
import { fillCandidates, fillJobs, type Question, questions } from './searched.ts'
import type { World } from './world.ts'

interface Searched {
  noun: string
  /** The product's search, in the schema `app`. */
  call: string
  fill(admin: pg.Client, tenants: BenchTenant[], rows: number): Promise<void>
}

/**
 * Full text can be no index condition under row-level security, so the product asks a function that reads past it.
 * Beside it the same function for a superuser, whom no policy and no scope concerns.
 */
const search =
  ({ noun, call, fill }: Searched) =>
  async ({ database, tenants, options }: World, opened: AsyncDisposableStack): Promise<Comparison> => {
    const [tenant] = tenants
    if (!tenant) throw new Error('there is no tenant')
    await fill(database.admin, tenants, options.searched)
    const bare = await withoutRowSecurity(database.admin, call)
    const connectionString = database.superUrl
    const settings = `-c app.tenant_id=${tenant.id} -c app.visibility=tenant`
    const superuser = new pg.Pool({ connectionString, options: settings, max: CONNECTIONS })
    opened.defer(() => superuser.end())
    const scope = scopeOf(openProduct(database, opened), tenant)
    const statement = searchStatement(call)
    const loops = { loops: CONNECTIONS, postgresCpu: postgresCpuReader(database.admin) }
    const next = questions()
    const named = ({ text, names }: Question) => ({ tenantId: tenant.id, text, names })
    return {
      name: `search-${noun}`,
      title: `a search among ${options.searched} ${noun} of one tenant, ${CONNECTIONS} connections`,
      unit: 'searches/s',
      target: { of: 'p50', atMost: 1.5 },
      references: [
        looped('without row security', loops, () =>
          superuser.query({
            name: 'bare',
            text: `select ${bare}::text`,
            values: statement.values(named(next.next().value)),
          }),
        ),
      ],
      contenders: [
        looped('in the scope of the tenant', loops, () =>
          readTenantOnce(scope, (tx) => tx.first(statement, named(next.next().value))),
        ),
      ],
    }
  }

export const searchJobs = search({ noun: 'jobs', call: 'app.search_jobs($1, $2, 1000)', fill: fillJobs })

export const searchCandidates = search({
  noun: 'candidates',
  call: 'app.search_candidates($1, $2, $3, null, 1000)',
  fill: fillCandidates,
})

const searchStatement = (call: string): Statement<{ ids: string }> =>
  written(`select ${call}::text`, ['tenantId', 'text', 'names'].slice(0, parametersOf(call)), {
    ids: (ids) => ids,
  })

const parametersOf = (call: string): number => call.match(/\$\d/g)?.length ?? 0

/** A copy of the function that runs as whoever calls it; answers with the call of the copy. */
async function withoutRowSecurity(admin: pg.Client, call: string): Promise<string> {
  const [name = ''] = call.split('(')
  const copy = name.replace('app.', 'public.bare_')
  const { rows } = await admin.query<{ source: string }>('select pg_get_functiondef($1::regproc) as source', [
    name,
  ])
  const source = rows[0]?.source ?? ''
  await admin.query(source.replace(name, copy).replace('SECURITY DEFINER', ''))
  return call.replace(name, copy)
}
