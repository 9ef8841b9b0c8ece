import { and, eq, sql } from 'drizzle-orm'
import { anonymousIdempotencyKeys, idempotencyKeys } from '#src/db/schema/identity.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { Tx } from '#src/db/tx.ts'

/** The stored answer of a request. */
export interface StoredAnswer {
  fingerprint: string
  status: number | null
  headers: string | null
  body: string | null
}

export interface RenderedAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export interface IdempotencyRepo {
  find(tx: Tx, scopeHash: string): Promise<StoredAnswer | undefined>
  /** Waits for a transaction that holds the same key. False when that one committed. */
  claim(tx: Tx, scopeHash: string, fingerprint: string): Promise<boolean>
  /** Along with the commit of the transaction that claimed the key. */
  store(tx: Tx, scopeHash: string, answer: RenderedAnswer): void
}

/** Keys of a tenant's principals. */
export const tenantKeys = repoOver(
  idempotencyKeys,
  { tenantId: sql.placeholder('tenantId') },
  eq(idempotencyKeys.tenantId, sql.placeholder('tenantId')),
)

/** Keys of callers without a principal. */
export const anonymousKeys = repoOver(anonymousIdempotencyKeys, {}, undefined)

type KeyTable = typeof idempotencyKeys | typeof anonymousIdempotencyKeys

function repoOver(
  table: KeyTable,
  tenant: object,
  ofTenant: ReturnType<typeof eq> | undefined,
): IdempotencyRepo {
  const own = and(ofTenant, eq(table.scopeHash, sql.placeholder('scopeHash')))
  const find = prepared<StoredAnswer>(
    query
      .select({
        fingerprint: table.fingerprint,
        status: table.status,
        headers: table.headers,
        body: table.body,
      })
      .from(table)
      .where(own),
  )
  const claim = prepared(
    query
      .insert(table as typeof idempotencyKeys)
      .values({
        ...(tenant as { tenantId: string }),
        scopeHash: sql.placeholder('scopeHash'),
        fingerprint: sql.placeholder('fingerprint'),
        createdAt: sql.placeholder('now'),
      })
      .onConflictDoNothing(),
  )
  const store = prepared(
    query
      .update(table)
      .set({
        status: sql`${sql.placeholder('status')}::integer`,
        headers: sql`${sql.placeholder('headers')}`,
        body: sql`${sql.placeholder('body')}`,
      })
      .where(own),
  )
  return {
    find: (tx, scopeHash) => tx.first(find, { scopeHash }),
    claim: async (tx, scopeHash, fingerprint) =>
      (await tx.run(claim, { scopeHash, fingerprint, now: tx.now })) === 1,
    store: (tx, scopeHash, { status, headers, body }) => {
      tx.defer(store, { scopeHash, status, headers: JSON.stringify(headers), body })
    },
  }
}
