import type { TenantScope } from '#src/db/scope.ts'
import { type Statement, written } from '#src/db/statement.ts'
import { withSystem } from '#src/db/system.ts'
import { withTenant } from '#src/db/tenant.ts'
import type { Tx } from '#src/db/tx.ts'

type From = Parameters<typeof withSystem>[0]

/** A column in which sealed values stand, whatever is around them. */
export interface SealedColumn {
  table: string
  /** What tells rows of a tenant apart. */
  key: string
  column: string
  /** Values stand in JSON; otherwise one is the whole column. */
  isJson?: true
  /** What the seal says of its place, beside the tenant; `rowId` as an expression. */
  sealedAs: { table: string; column: string; rowId: string }
  /** Of no tenant. */
  isGlobal?: true
}

const inRow = (table: string, column: string): SealedColumn => ({
  table,
  key: 'id',
  column,
  sealedAs: { table, column, rowId: 'id' },
})

/** Both tables of answers are sealed as one. */
const answers = {
  key: 'scope_hash',
  column: 'body',
  sealedAs: { table: 'idempotency_keys', column: 'body', rowId: 'scope_hash' },
}

const invitation = {
  table: 'tasks',
  column: 'payload.sealed_token',
  rowId: `payload->>'invitation_id'`,
}

/** Everything that is sealed. A test looks into every table for what is not on this list. */
export const SEALED: SealedColumn[] = [
  inRow('webhook_endpoints', 'secret_sealed'),
  { ...inRow('webhook_endpoints', 'old_secrets'), isJson: true },
  inRow('webhook_endpoints', 'headers_sealed'),
  inRow('llm_providers', 'key_sealed'),
  { ...inRow('tasks', 'payload'), isJson: true, sealedAs: invitation },
  { ...answers, table: 'idempotency_keys' },
  { ...answers, table: 'anonymous_idempotency_keys', isGlobal: true },
]

export interface SealedRow {
  key: string
  rowId: string | null
  /** The whole column. */
  text: string
}

const PAGE = 200

const pageStatement = ({ table, key, column, sealedAs, isGlobal }: SealedColumn): Statement<SealedRow> =>
  written(
    `select ${key}::text, ${sealedAs.rowId}, ${column}::text from ${table}
     where ${isGlobal ? '' : 'tenant_id = $3::uuid and '}${key}::text > $1::text and position($2::text in ${column}::text) > 0
     order by ${key}::text limit ${PAGE}`,
    ['after', 'mark', ...(isGlobal ? [] : ['tenantId'])],
    { key: String, rowId: String, text: String },
  )

const swapStatement = ({ table, key, column, isJson, isGlobal }: SealedColumn) =>
  written(
    `update ${table} set ${column} = $3::text::${isJson ? 'jsonb' : 'text'}
     where ${isGlobal ? '' : 'tenant_id = $4::uuid and '}${key}::text = $1::text and ${column}::text = $2::text`,
    ['key', 'before', 'after', ...(isGlobal ? [] : ['tenantId'])],
    {},
  )

/** Reads and writes one column of one tenant, or of none. */
export interface SealedRows {
  page(mark: string, after: string): Promise<SealedRow[]>
  /** False where somebody changed the row meanwhile. */
  swap(row: SealedRow, text: string): Promise<boolean>
}

export function sealedRows(from: From, column: SealedColumn, scope: TenantScope | undefined): SealedRows {
  const [page, swap] = [pageStatement(column), swapStatement(column)]
  const run: Run = scope ? (work) => withTenant(scope, work) : (work) => withSystem(from, 'sweep', work)
  return {
    page: (mark, after) => run((tx) => tx.all(page, { mark, after })),
    swap: ({ key, text }, after) =>
      run(async (tx) => (await tx.run(swap, { key, before: text, after })) === 1),
  }
}

type Run = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
