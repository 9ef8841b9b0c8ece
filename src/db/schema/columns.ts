import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Milliseconds, as a JavaScript Date has no more: a cursor made of one must not skip rows. */
export const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** The two columns of every tenant table's primary key. */
export const tenantKey = () => ({
  tenantId: uuid('tenant_id').notNull(),
  id: uuid('id').notNull(),
})

export const timestamps = () => ({
  createdAt: time('created_at').notNull(),
  updatedAt: time('updated_at').notNull(),
})

/** Written by SQL alone: no query reads one. */
export const tsvector = customType<{ data: never }>({ dataType: () => 'tsvector' })
