import type { z } from 'zod'
import type { OperationRow } from './operations.repo.ts'
import type { operationSchema } from './operations.schemas.ts'

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
