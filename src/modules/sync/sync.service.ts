import type { z } from 'zod'
import { readTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import { inOrderOfIds } from '#src/lib/list.ts'
import { type EventOrder, findEventOrder } from '#src/platform/events/events.repo.ts'
import { type Change, readChanges, WINDOW } from './changes.read.ts'
import type { Copied, Feed } from './feeds.ts'
import { syncErrors } from './sync.errors.ts'
import type { Op, SyncQuery, syncPageOf } from './sync.schemas.ts'
import { type Position, readToken, writeToken } from './token.ts'

interface Read {
  data: Item[]
  hasMore: boolean
  next: Position
}

type SyncPage = z.input<ReturnType<typeof syncPageOf>>
type Item = SyncPage['data'][number]

/**
 * The next page of a copy: without a token the rows as they are, then what happens to them. Rows are read after the
 * place in the order that stands for them, so that nothing is missed; what is told twice is told as it is now.
 * @throws AppError 400, 403, 410
 */
export function readSync(ctx: RequestContext, feed: Feed, { token, limit }: SyncQuery): Promise<SyncPage> {
  assertWholeTenant(ctx)
  const position = token === undefined ? undefined : positionOf(ctx, feed, token)
  return readTenant(ctx, async (tx) => {
    const read =
      position?.phase === 'changes'
        ? await readOn(tx, ctx, feed, { position, limit })
        : await readSnapshot(tx, ctx, feed, { position, limit })
    return {
      data: read.data,
      has_more: read.hasMore,
      next_token: writeToken(feed.name, ctx.tenantId, read.next),
    }
  })
}

/** That a row left someone's sight cannot be told without telling of the row. */
function assertWholeTenant({ reach, visibility }: RequestContext): void {
  if (reach === 'all' && visibility === 'tenant') return
  throw new AppError(syncErrors.whole_tenant_only, {
    detail: 'You see a part of the rows, and which ones changes. Read lists with updated_since instead.',
  })
}

function positionOf(ctx: RequestContext, feed: Feed, token: string): Position {
  const position = readToken(token, feed.name, ctx.tenantId)
  if (position) return position
  throw new AppError(syncErrors.invalid_token, {
    errors: [{ pointer: '/token', code: 'invalid', message: `take next_token of a page of ${feed.name}` }],
  })
}

interface At<P> {
  position: P
  limit: number
}

async function readSnapshot(
  tx: TenantTx,
  { principal }: RequestContext,
  feed: Feed,
  { position, limit }: At<Position | undefined>,
): Promise<Read> {
  const order = await findEventOrder(tx)
  const sequence = position?.sequence ?? order.last
  assertKept({ phase: 'snapshot', sequence, after: null }, order)
  const { rows, nextCursor } = await feed.copy(tx, principal, inOrderOfIds(limit, position?.after))
  const after = nextCursor === null ? undefined : rows.at(-1)?.id
  return {
    data: rows.map(found),
    // After the last row comes what happened while they were read.
    hasMore: true,
    next: after ? { phase: 'snapshot', sequence, after } : { phase: 'changes', sequence, after: null },
  }
}

const found = (row: Copied): Item => ({
  op: 'snapshot',
  id: row.id,
  sequence: null,
  type: null,
  occurred_at: null,
  version: row.version,
  data: row,
})

/** Above every id: all rows that an event tells of were read. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

async function readOn(
  tx: TenantTx,
  { principal }: RequestContext,
  feed: Feed,
  { position, limit }: At<Position>,
): Promise<Read> {
  const after = { sequence: position.sequence, rowId: position.after ?? LAST_ID }
  const { order, changes } = await readChanges(tx, { feed, after, limit: limit + 1 })
  assertKept(position, order)
  const page = changes.slice(0, limit)
  const last = changes.length > limit ? page.at(-1) : undefined
  const sequence = last?.sequence ?? Math.min(order.last, position.sequence + WINDOW)
  const rows = await rowsOf(tx, feed, principal, page)
  return {
    data: page.map((change) => present(change, rows)),
    hasMore: last !== undefined || sequence < order.last,
    next: { phase: 'changes', sequence, after: last?.rowId ?? null },
  }
}

/** A place above the last one is of a database that was set back to an earlier day. @throws AppError 410 */
function assertKept({ sequence, after }: Position, { last, prunedThrough }: EventOrder): void {
  const isKept = after === null ? sequence >= prunedThrough : sequence > prunedThrough
  if (isKept && sequence <= last) return
  throw new AppError(syncErrors.token_expired, { detail: 'Begin anew, without a token.' })
}

async function rowsOf(
  tx: TenantTx,
  feed: Feed,
  principal: RequestContext['principal'],
  changes: Change[],
): Promise<Map<string, Copied>> {
  const ids = new Set(changes.filter(({ type }) => opOf(type) !== 'deleted').map(({ rowId }) => rowId))
  if (ids.size === 0) return new Map()
  const { rows } = await feed.copy(tx, principal, inOrderOfIds(MOST_ROWS), [...ids])
  return new Map(rows.map((row) => [row.id, row]))
}

/** As many as a page has changes at most; always the same, so that there is one statement for all pages. */
const MOST_ROWS = 500

function present(change: Change, rows: Map<string, Copied>): Item {
  const op = opOf(change.type)
  return {
    op,
    id: change.rowId,
    sequence: change.sequence,
    type: change.type,
    occurred_at: isoTime(change.occurredAt),
    version: change.version,
    data: op === 'deleted' ? null : (rows.get(change.rowId) ?? null),
  }
}

const CREATING = ['created', 'uploaded', 'restored']
const DELETING = ['deleted', 'quarantined']

function opOf(type: string): Op {
  const verb = type.split('.')[1] ?? ''
  if (DELETING.includes(verb)) return 'deleted'
  return CREATING.includes(verb) ? 'created' : 'updated'
}
