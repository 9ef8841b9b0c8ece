import { z } from 'zod'
import { OPERATION_STATUSES } from '#src/db/schema/events.ts'
import { idSchema, timeSchema } from '#src/http/schemas.ts'

export const operationParams = z.object({ id: idSchema })

export const operationSchema = z
  .object({
    id: idSchema,
    kind: z.string().describe('What is being done, such as `resume.parse`'),
    status: z.enum(OPERATION_STATUSES),
    done: z.int().describe('Items finished'),
    total: z.int().nullable().describe('Items in all, once known'),
    result: z.record(z.string(), z.unknown()).nullable().describe('What a success left'),
    error: z.object({ code: z.string(), detail: z.string() }).nullable().describe('Why it failed'),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Operation' })
