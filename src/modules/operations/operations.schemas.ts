import { z } from 'zod'
import { OPERATION_ITEM_STATUSES, OPERATION_STATUSES } from '#src/db/schema/events.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

export const operationParams = z.object({ id: idSchema })

export const operationSchema = z
  .object({
    id: idSchema,
    kind: z.string().describe('What is being done, such as `resume.parse`'),
    status: z.enum(OPERATION_STATUSES),
    done: z.int().describe('Items finished'),
    total: z.int().nullable().describe('Items in all, once known'),
    result: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe(
        'What a success left; of an operation over many items their counts so far, `succeeded` and `failed`',
      ),
    error: z.object({ code: z.string(), detail: z.string() }).nullable().describe('Why it failed'),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Operation' })

export const operationItemSchema = z
  .object({
    id: idSchema,
    position: z.int().describe('The place in what was sent, from 1'),
    label: z.string().describe('What the request called it, such as a file name'),
    status: z.enum(OPERATION_ITEM_STATUSES),
    result: z.record(z.string(), z.unknown()).nullable().describe('What became of it'),
    error: z.object({ code: z.string(), detail: z.string() }).nullable().describe('Why it failed'),
    settled_at: timeSchema.nullable(),
  })
  .meta({ id: 'OperationItem' })

export const operationItemPage = pageSchema(operationItemSchema, 'OperationItemPage')
export const operationItemQuery = listQuery({
  sorts: ['position'],
  defaultSort: 'position',
  filters: { status: filterBy.words(OPERATION_ITEM_STATUSES) },
  item: operationItemSchema,
})
