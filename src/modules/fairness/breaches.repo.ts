import { written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

interface Kind {
  metric: string
  /** '' where it is over scores of any version. */
  version: string
}

const insertStatement = written<{ id: string }>(
  `insert into bias_breaches (tenant_id, id, metric, scoring_version, category, found_at)
   values ($1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::timestamptz)
   on conflict (tenant_id, metric, scoring_version, category) do nothing returning id`,
  ['tenantId', 'id', 'metric', 'version', 'category', 'now'],
  { id: String },
)

/** False where it is known already. */
export const insertBreach = async (
  tx: TenantTx,
  breach: Kind & { id: string; category: string },
): Promise<boolean> => (await tx.first(insertStatement, { ...breach, now: tx.now })) !== undefined

const closeStatement = written(
  `delete from bias_breaches
   where tenant_id = $1::uuid and metric = $2::text and scoring_version = $3::text and starts_with(category, $4::text)
     and not (category = any($5::text[]))`,
  ['tenantId', 'metric', 'version', 'prefix', 'categories'],
  {},
)

/** Forgets the breaches under a prefix but these, so that they are told of when they come back. */
export const closeOthers = (
  tx: TenantTx,
  { categories, ...kind }: Kind & { prefix: string; categories: string[] },
): void => tx.defer(closeStatement, { ...kind, categories: arrayLiteral(categories) })
