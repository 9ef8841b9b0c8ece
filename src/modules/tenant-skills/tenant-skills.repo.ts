import { and, eq, isNull, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { tenantSkills } from '#src/db/schema/tenant-skills.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral, readArrayLiteral } from '#src/lib/pg-array.ts'

export type SkillRow = Omit<typeof tenantSkills.$inferSelect, 'tenantId' | 'deletedAt'>

const columns = {
  id: tenantSkills.id,
  key: tenantSkills.key,
  name: tenantSkills.name,
  aliases: tenantSkills.aliases,
  implies: tenantSkills.implies,
  forms: tenantSkills.forms,
  kind: tenantSkills.kind,
  category: tenantSkills.category,
  createdBy: tenantSkills.createdBy,
  version: tenantSkills.version,
  createdAt: tenantSkills.createdAt,
  updatedAt: tenantSkills.updatedAt,
}

const ofTenant = eq(tenantSkills.tenantId, sql.placeholder('tenantId'))
const live = isNull(tenantSkills.deletedAt)
const byId = and(ofTenant, live, eq(tenantSkills.id, sql.placeholder('id')))

const findStatement = prepared<SkillRow>(query.select(columns).from(tenantSkills).where(byId))
const allStatement = prepared<SkillRow>(
  query.select(columns).from(tenantSkills).where(and(ofTenant, live)).orderBy(tenantSkills.id),
)

export const findSkill = (tx: TenantTx, id: string): Promise<SkillRow | undefined> =>
  tx.first(findStatement, { id })

/** Everything a tenant added, which is bounded. */
export const allSkills = (tx: TenantTx): Promise<SkillRow[]> => tx.all(allStatement)

export const listSkills = defineList<SkillRow>({
  from: tenantSkills,
  select: columns,
  sorts: {
    name: { column: tenantSkills.name, value: (row) => row.name },
    created_at: { column: tenantSkills.createdAt, value: (row) => row.createdAt },
    updated_at: { column: tenantSkills.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    key: tenantSkills.key,
    kind: tenantSkills.kind,
    category: tenantSkills.category,
    updated_at: tenantSkills.updatedAt,
  },
  where: live,
})

const lockAllStatement = written(
  "select pg_advisory_xact_lock(hashtextextended('tenant_skills:' || $1::text, 0))",
  ['tenantId'],
  {},
)

/** One writer of a tenant's lexicon at a time: no constraint sees the names of one row in those of another. */
export const lockLexicon = (tx: TenantTx): Promise<number> => tx.run(lockAllStatement)

/** What the other skills of the tenant have to say about one. */
export interface Others {
  count: number
  /** The id of one that has its key or one of its names. */
  takenBy: string | null
  /** Those of the keys that are theirs. */
  known: string[]
}

const othersStatement = written<Others>(
  `select count(*)::int,
     min(id::text) filter (where key = $3::text or forms && $4::text[]),
     coalesce(array_agg(key) filter (where key = any($5::text[])), '{}')
   from tenant_skills where tenant_id = $1::uuid and id <> $2::uuid and deleted_at is null`,
  ['tenantId', 'id', 'key', 'forms', 'implies'],
  {
    count: Number,
    takenBy: String,
    known: (text) => readArrayLiteral(text).filter((key) => key !== null),
  },
)

export async function askOthers(tx: TenantTx, row: SkillRow): Promise<Others> {
  const { id, key, forms, implies } = row
  const args = { id, key, forms: arrayLiteral(forms), implies: arrayLiteral(implies) }
  return (await tx.first(othersStatement, args)) ?? { count: 0, takenBy: null, known: [] }
}

export function insertSkill(tx: TenantTx, row: SkillRow): void {
  tx.defer(query.insert(tenantSkills).values({ ...row, tenantId: tx.tenantId }))
}

export function updateSkill(
  tx: TenantTx,
  id: string,
  changes: Partial<typeof tenantSkills.$inferInsert>,
): void {
  tx.defer(
    query
      .update(tenantSkills)
      .set(changes)
      .where(and(eq(tenantSkills.tenantId, tx.tenantId), eq(tenantSkills.id, id))),
  )
}
