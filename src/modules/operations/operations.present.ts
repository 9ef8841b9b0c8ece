import type { z } from 'zod'
import type { OperationItemRow } from './operation-items.repo.ts'
import type { OperationRow } from './operations.repo.ts'
import type { operationItemSchema, operationSchema } from './operations.schemas.ts'

export const presentOperation = (row: OperationRow): z.input<typeof operationSchema> => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  done: row.done,
  total: row.total,
  result: row.result,
  error: row.error,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

export const presentItem = (row: OperationItemRow): z.input<typeof operationItemSchema> => ({
  id: row.id,
  position: row.position,
  label: row.label,
  status: row.status,
  result: row.result,
  error: row.error,
  settled_at: row.settledAt?.toISOString() ?? null,
})
