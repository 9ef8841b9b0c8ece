import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { screeningMessages as messages } from '#src/db/schema/screening.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type MessageRow = Omit<typeof messages.$inferSelect, 'tenantId' | 'sessionId'>

const columns = {
  sequence: messages.sequence,
  role: messages.role,
  kind: messages.kind,
  text: messages.text,
  answer: messages.answer,
  questionId: messages.questionId,
  inReplyTo: messages.inReplyTo,
  clientMessageId: messages.clientMessageId,
  lineageId: messages.lineageId,
  createdAt: messages.createdAt,
}

const ofSession = and(
  eq(messages.tenantId, sql.placeholder('tenantId')),
  eq(messages.sessionId, sql.placeholder('sessionId')),
)

const afterStatement = prepared<MessageRow>(
  query
    .select(columns)
    .from(messages)
    .where(and(ofSession, gt(messages.sequence, sql.placeholder('after'))))
    .orderBy(asc(messages.sequence)),
)

/** In their order, from after a place on. A screening's questions bound how many there can be. */
export const readMessages = (tx: TenantTx, sessionId: string, after = 0): Promise<MessageRow[]> =>
  tx.all(afterStatement, { sessionId, after })

const ofClientStatement = prepared<MessageRow>(
  query
    .select(columns)
    .from(messages)
    .where(and(ofSession, eq(messages.clientMessageId, sql.placeholder('clientMessageId')))),
)

export const findByClientId = (
  tx: TenantTx,
  sessionId: string,
  clientMessageId: string,
): Promise<MessageRow | undefined> => tx.first(ofClientStatement, { sessionId, clientMessageId })

export function insertMessage(tx: TenantTx, sessionId: string, row: MessageRow): void {
  tx.defer(query.insert(messages).values({ ...row, sessionId, tenantId: tx.tenantId }))
}
