import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { scoringPreferences } from '#src/db/schema/scoring-preferences.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { ComponentName } from '#src/modules/scoring/weights.ts'
import type { GateResult } from './gate.ts'

export type PreferencesRow = Omit<typeof scoringPreferences.$inferSelect, 'tenantId' | 'gate'> & {
  gate: GateResult | null
}

const columns = {
  id: scoringPreferences.id,
  clientId: scoringPreferences.clientId,
  version: scoringPreferences.version,
  weights: scoringPreferences.weights,
  preferredSkills: scoringPreferences.preferredSkills,
  remotePolicy: scoringPreferences.remotePolicy,
  origin: scoringPreferences.origin,
  originId: scoringPreferences.originId,
  state: scoringPreferences.state,
  gate: sql`${scoringPreferences.gate}`
    .mapWith((text): GateResult => JSON.parse(text))
    .as('gate') as SQL.Aliased<GateResult | null>,
  overrideReason: scoringPreferences.overrideReason,
  previousId: scoringPreferences.previousId,
  createdBy: scoringPreferences.createdBy,
  activatedBy: scoringPreferences.activatedBy,
  activatedAt: scoringPreferences.activatedAt,
  retiredAt: scoringPreferences.retiredAt,
  createdAt: scoringPreferences.createdAt,
  updatedAt: scoringPreferences.updatedAt,
}

const ofTenant = eq(scoringPreferences.tenantId, sql.placeholder('tenantId'))
const isActive = eq(scoringPreferences.state, 'active')

const findStatement = prepared<PreferencesRow>(
  query
    .select(columns)
    .from(scoringPreferences)
    .where(and(ofTenant, eq(scoringPreferences.id, sql.placeholder('id')))),
)

export const findPreferences = (tx: TenantTx, id: string): Promise<PreferencesRow | undefined> =>
  tx.first(findStatement, { id })

const activeStatement = prepared<PreferencesRow>(
  query
    .select(columns)
    .from(scoringPreferences)
    .where(
      and(
        ofTenant,
        isActive,
        or(
          isNull(scoringPreferences.clientId),
          sql`${scoringPreferences.clientId} = any(${sql.placeholder('clientIds')}::uuid[])`,
        ),
      ),
    ),
)

/** The active ones of the tenant itself and of these clients. */
export const listActive = (tx: TenantTx, clientIds: string[]): Promise<PreferencesRow[]> =>
  tx.all(activeStatement, { clientIds: arrayLiteral(clientIds) })

const usesStatement = prepared<{ id: string }>(
  query
    .select({ id: scoringPreferences.id })
    .from(scoringPreferences)
    .where(
      and(
        ofTenant,
        isActive,
        sql`(${scoringPreferences.weights} ->> ${sql.placeholder('component')}::text)::integer > 0`,
      ),
    )
    .limit(1),
)

export const anyActiveUses = async (tx: TenantTx, component: ComponentName): Promise<boolean> =>
  (await tx.first(usesStatement, { component })) !== undefined

const lockStatement = written(
  "select pg_advisory_xact_lock(hashtextextended('scoring_preferences:' || $1::text, 0))",
  ['tenantId'],
  {},
)

/** One writer of a tenant's preferences at a time: what is in force, and which version comes next, is of all rows. */
export const lockAll = (tx: TenantTx): Promise<number> => tx.run(lockStatement)

const lastStatement = written<{ version: number }>(
  `select coalesce(max(version), 0) from scoring_preferences
   where tenant_id = $1::uuid and client_id is not distinct from $2::uuid`,
  ['tenantId', 'clientId'],
  { version: Number },
)

export const lastVersion = async (tx: TenantTx, clientId: string | null): Promise<number> =>
  (await tx.first(lastStatement, { clientId }))?.version ?? 0

export function insertPreferences(tx: TenantTx, row: PreferencesRow): void {
  tx.defer(query.insert(scoringPreferences).values({ ...row, tenantId: tx.tenantId }))
}

type Changes = Partial<
  Pick<
    PreferencesRow,
    'state' | 'gate' | 'overrideReason' | 'previousId' | 'activatedBy' | 'activatedAt' | 'retiredAt'
  >
>

export function updatePreferences(tx: TenantTx, id: string, changes: Changes): void {
  tx.defer(
    query
      .update(scoringPreferences)
      .set({ ...changes, updatedAt: tx.now })
      .where(and(eq(scoringPreferences.tenantId, tx.tenantId), eq(scoringPreferences.id, id))),
  )
}

export const listPreferences = defineList<PreferencesRow>({
  from: scoringPreferences,
  select: columns,
  sorts: { created_at: { column: scoringPreferences.createdAt, value: (row) => row.createdAt } },
  filters: {
    client_id: scoringPreferences.clientId,
    state: scoringPreferences.state,
    origin: scoringPreferences.origin,
    scope: (_op, name) =>
      sql`case when ${scoringPreferences.clientId} is null then 'tenant' else 'client' end = ${sql.placeholder(name)}::text`,
    updated_at: scoringPreferences.updatedAt,
  },
})
