import { z } from 'zod'

export const timeSchema = z.iso.datetime().meta({ description: 'RFC 3339, UTC' })

/** An id as clients send it; they may write it in capitals. */
export const idSchema = z.uuid().toLowerCase()

/** A line of text: trimmed, no control characters, bounded in length. */
export const lineSchema = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')

/** Text of several lines: line breaks and tabs are the only control characters. */
export const textSchema = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^(?:[\t\n\r]|[^\p{Cc}\p{Cs}])*$/u, 'must not contain control characters')

/** Lower-cased, as e-mail addresses are compared here. */
export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email())

const fieldErrorSchema = z.object({ pointer: z.string(), code: z.string(), message: z.string() })

export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z.array(fieldErrorSchema).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document' })

export const pageSchema = <T extends z.ZodType>(item: T, id: string) =>
  z
    .object({
      data: z.array(item),
      has_more: z.boolean(),
      next_cursor: z.string().nullable(),
    })
    .meta({ id })
