import { type Statement, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { EventOrder } from '#src/platform/events/events.repo.ts'
import type { Feed } from './feeds.ts'

/** One event and one row that it tells of. */
export interface Change {
  sequence: number
  type: string
  occurredAt: Date
  /** Of the row after the change, where the event says it. */
  version: number | null
  rowId: string
}

export interface Changes {
  order: EventOrder
  changes: Change[]
}

/** So many places of the order are looked through at a time, whatever they hold: a page costs at most that. */
export const WINDOW = 5_000

/** Events after which what hangs off a candidate is shown no more, or again. */
const OF_CANDIDATE = ['candidate.quarantined', 'candidate.restored']

interface Question {
  feed: Feed
  after: { sequence: number; rowId: string }
  limit: number
}

/** Changes after a place, in their order, with the order as it was when they were read: one snapshot for both. */
export async function readChanges(tx: TenantTx, { feed, after, limit }: Question): Promise<Changes> {
  const rows = await tx.all(statements[feed.name], {
    types: arrayLiteral(feed.events.map(({ type }) => type)),
    sequence: after.sequence,
    rowId: after.rowId,
    limit,
    window: WINDOW,
    ofCandidate: arrayLiteral(OF_CANDIDATE),
  })
  const [first] = rows
  return {
    order: first ? { last: first.last, prunedThrough: first.prunedThrough } : { last: 0, prunedThrough: 0 },
    // A row without a change is there for the order alone.
    changes: rows.filter((row): row is EventOrder & Change => row.sequence !== null),
  }
}

type Row = EventOrder & { [K in keyof Change]: Change[K] | null }

const text = (value: string) => value

const statementOf = (ofCandidate: string): Statement<Row> =>
  written<Row>(
    `select o.last_sequence, o.pruned_through, c.sequence, c.type, c.occurred_at, c.version, c.row_id
     from event_counters o left join lateral (
       select f.sequence, f.type, f.occurred_at, f.version, f.row_id from (
         select e.sequence, e.type, e.occurred_at, (e.payload ->> 'version')::integer as version,
           e.resource_id as row_id
         from events e
         where e.tenant_id = $1::uuid and e.type = any($2::text[])
           and e.sequence between $3::bigint and least(o.last_sequence, $3::bigint + $6::bigint)
         ${ofCandidate}
       ) f
       where (f.sequence, f.row_id) > ($3::bigint, $4::uuid)
       order by f.sequence, f.row_id limit $5
     ) c on true
     where o.tenant_id = $1::uuid
     order by c.sequence, c.row_id`,
    ['tenantId', 'types', 'sequence', 'rowId', 'limit', 'window', 'ofCandidate'],
    {
      last: Number,
      prunedThrough: Number,
      sequence: Number,
      type: text,
      occurredAt: (value) => new Date(value),
      version: Number,
      rowId: text,
    },
  )

/** What an event about a candidate does to the rows of `table` that hang off it, deleted candidates included. */
const hangingOff = (table: 'applications' | 'resumes') => `union all
         select e.sequence, e.type, e.occurred_at, null, r.id
         from events e
         join candidates c on c.tenant_id = e.tenant_id and c.id = e.resource_id
         join ${table} r on r.tenant_id = c.tenant_id and r.candidate_id = c.id
         where e.tenant_id = $1::uuid and e.resource = 'candidate' and e.type = any($7::text[])
           and e.sequence between $3::bigint and least(o.last_sequence, $3::bigint + $6::bigint)`

/** Where nothing hangs off candidates, their parameter is named all the same: one set of arguments for all. */
const NONE = 'and $7::text[] is not null'

const statements: Record<Feed['name'], Statement<Row>> = {
  jobs: statementOf(NONE),
  candidates: statementOf(NONE),
  applications: statementOf(hangingOff('applications')),
  resumes: statementOf(hangingOff('resumes')),
}
