import { and, eq, isNull, sql } from 'drizzle-orm'
import { llmAccounts as accounts, llmReservations as reservations } from '#src/db/schema/llm.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { Load } from './admit.ts'

interface AccountKey {
  providerId: string
  month: string
}

export interface Account extends Pick<Load, 'spent' | 'reserved'> {
  warnedBudget: number | null
  exceededBudget: number | null
}

const account = {
  spent: Number,
  reserved: Number,
  warnedBudget: Number,
  exceededBudget: Number,
}

const RETURNED = 'spent_micro_usd, reserved_micro_usd, warned_budget, exceeded_budget'

const lockStatement = written<Account>(
  `insert into llm_accounts (tenant_id, provider_id, month, spent_micro_usd, reserved_micro_usd, updated_at)
   values ($1::uuid, $2::uuid, $3::text, 0, 0, $4::timestamptz)
   on conflict (tenant_id, provider_id, month) do update set updated_at = excluded.updated_at
   returning ${RETURNED}`,
  ['tenantId', 'providerId', 'month', 'now'],
  account,
)

/** The account of a month, made where there is none. Whoever else wants it waits for this transaction. */
export async function lockAccount(tx: TenantTx, key: AccountKey): Promise<Account> {
  const found = await tx.first(lockStatement, { ...key, now: tx.now })
  if (!found) throw new Error('an upsert returned no row')
  return found
}

const callsStatement = written<Pick<Load, 'open' | 'recent'>>(
  `select
     (select count(*) from llm_reservations where tenant_id = $1::uuid and provider_id = $2::uuid and closed_at is null),
     (select count(*) from llm_reservations where tenant_id = $1::uuid and provider_id = $2::uuid and created_at > $3::timestamptz)`,
  ['tenantId', 'providerId', 'since'],
  { open: Number, recent: Number },
)

/** Exact for whoever holds the account's row: a statement of its own, so it sees what was committed before that. */
export async function countCalls(
  tx: TenantTx,
  providerId: string,
  since: Date,
): Promise<Pick<Load, 'open' | 'recent'>> {
  return (await tx.first(callsStatement, { providerId, since })) ?? { open: 0, recent: 0 }
}

const moveStatement = written<Account>(
  `update llm_accounts set spent_micro_usd = spent_micro_usd + $4::bigint, reserved_micro_usd = reserved_micro_usd + $5::bigint,
     updated_at = $6::timestamptz
   where tenant_id = $1::uuid and provider_id = $2::uuid and month = $3::text
   returning ${RETURNED}`,
  ['tenantId', 'providerId', 'month', 'spent', 'reserved', 'now'],
  account,
)

/** Adds to what is spent and what is reserved; the account afterwards. */
export const moveMoney = (
  tx: TenantTx,
  key: AccountKey,
  change: { spent: number; reserved: number },
): Promise<Account | undefined> => tx.first(moveStatement, { ...key, ...change, now: tx.now })

export function noteTold(
  tx: TenantTx,
  { providerId, month }: AccountKey,
  told: { warnedBudget: number } | { exceededBudget: number },
): void {
  tx.defer(
    query
      .update(accounts)
      .set(told)
      .where(
        and(
          eq(accounts.tenantId, tx.tenantId),
          eq(accounts.providerId, providerId),
          eq(accounts.month, month),
        ),
      ),
  )
}

export type ReservationRow = Omit<typeof reservations.$inferSelect, 'tenantId' | 'closedAt'>

export function insertReservation(tx: TenantTx, row: ReservationRow): void {
  tx.defer(query.insert(reservations).values({ ...row, tenantId: tx.tenantId }))
}

const ofTenant = eq(reservations.tenantId, sql.placeholder('tenantId'))

const closeStatement = prepared<{ amount: number }>(
  query
    .update(reservations)
    .set({ closedAt: sql`${sql.placeholder('now')}` })
    .where(and(ofTenant, eq(reservations.id, sql.placeholder('id')), isNull(reservations.closedAt)))
    .returning({ amount: reservations.amountMicroUsd }),
)

/** Ends a reservation and says how much it was; undefined where somebody ended it before. */
export const closeReservation = async (tx: TenantTx, id: string): Promise<number | undefined> =>
  (await tx.first(closeStatement, { id, now: tx.now }))?.amount

const findStatement = prepared<ReservationRow>(
  query
    .select({
      id: reservations.id,
      providerId: reservations.providerId,
      month: reservations.month,
      amountMicroUsd: reservations.amountMicroUsd,
      call: reservations.call,
      expiresAt: reservations.expiresAt,
      createdAt: reservations.createdAt,
    })
    .from(reservations)
    .where(and(ofTenant, eq(reservations.id, sql.placeholder('id')))),
)

export const findReservation = (tx: TenantTx, id: string): Promise<ReservationRow | undefined> =>
  tx.first(findStatement, { id })

const accountStatement = prepared<Pick<Account, 'spent' | 'reserved'>>(
  query
    .select({ spent: accounts.spentMicroUsd, reserved: accounts.reservedMicroUsd })
    .from(accounts)
    .where(
      and(
        eq(accounts.tenantId, sql.placeholder('tenantId')),
        eq(accounts.providerId, sql.placeholder('providerId')),
        eq(accounts.month, sql.placeholder('month')),
      ),
    ),
)

export const findAccount = (
  tx: TenantTx,
  key: AccountKey,
): Promise<Pick<Account, 'spent' | 'reserved'> | undefined> => tx.first(accountStatement, { ...key })
