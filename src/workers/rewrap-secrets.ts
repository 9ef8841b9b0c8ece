import type { AppContext } from '#src/context.ts'
import { wholeTenant } from '#src/db/scope.ts'
import type { Envelope } from '#src/lib/envelope.ts'
import { newId } from '#src/lib/ids.ts'
import { eachTenant } from './chores.repo.ts'
import { SEALED, type SealedColumn, type SealedRow, type SealedRows, sealedRows } from './sealed.repo.ts'

export interface Rewrapped {
  rewrapped: number
  /** Values that no key opens, by table: never which. */
  unreadable: Record<string, number>
}

type From = Pick<AppContext, 'db' | 'clock' | 'envelope'>

/**
 * Puts every stored secret under the first key, row by row and beside everything else: whoever holds all the keys opens a
 * value before and after. Running it again goes on where it ended. `only` narrows it to a tenant.
 */
export async function rewrapSecrets(from: From, only?: string): Promise<Rewrapped> {
  const result: Rewrapped = { rewrapped: 0, unreadable: {} }
  for (const column of SEALED.filter(({ isGlobal }) => isGlobal && !only))
    await rewrapColumn(from.envelope, column, ANONYMOUS, sealedRows(from, column, undefined), result)
  for await (const tenantId of only ? [only] : eachTenant(from)) {
    const { db, clock } = from
    const scope = wholeTenant({ db, clock, tenantId, requestId: newId() })
    for (const column of SEALED.filter(({ isGlobal }) => !isGlobal))
      await rewrapColumn(from.envelope, column, tenantId, sealedRows(from, column, scope), result)
  }
  return result
}

/** Whose the answers to callers without a principal are. */
const ANONYMOUS = 'anonymous'

/** Every sealed value begins so. */
const MARK = 'v1.'
const WHOLE = /^v1\.[0-9a-f]{8}(?:\.[\w-]+){6}$/
const IN_JSON = /(?<=")v1\.[0-9a-f]{8}(?:\.[\w-]+){6}(?=")/g

async function rewrapColumn(
  envelope: Envelope,
  column: SealedColumn,
  tenantId: string,
  rows: SealedRows,
  result: Rewrapped,
): Promise<void> {
  let page: SealedRow[]
  let after = ''
  do {
    page = await rows.page(MARK, after)
    for (const row of page) {
      const change = changeOf(envelope, column, tenantId, row)
      if (change.unreadable) result.unreadable[column.table] = (result.unreadable[column.table] ?? 0) + 1
      // A row that somebody changed meanwhile has been sealed anew by them; a second run says so.
      if (change.text !== row.text && (await rows.swap(row, change.text))) result.rewrapped += 1
    }
    after = page.at(-1)?.key ?? after
  } while (page.length > 0)
}

function changeOf(envelope: Envelope, { sealedAs, isJson }: SealedColumn, tenantId: string, row: SealedRow) {
  let unreadable = false
  const { rowId, text: before } = row
  // No seal of this place: a task of another kind, perhaps.
  if (rowId === null) return { text: before, unreadable }
  const place = { tenantId, table: sealedAs.table, column: sealedAs.column, rowId }
  const text = before.replace(isJson ? IN_JSON : WHOLE, (sealed) => {
    try {
      return envelope.rewrap(sealed, place) ?? sealed
    } catch {
      unreadable = true
      return sealed
    }
  })
  return { text, unreadable }
}
