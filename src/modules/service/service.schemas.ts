import { z } from 'zod'

export const liveSchema = z.object({ status: z.literal('live') }).meta({ id: 'Live' })

/** `degraded`: away, but the product works without it. */
const partSchema = z.enum(['ok', 'degraded', 'failed'])

export const readySchema = z
  .object({ status: z.literal('ready'), parts: z.record(z.string(), partSchema) })
  .meta({ id: 'Ready' })

export type PartState = z.infer<typeof partSchema>

export const errorCatalogueSchema = z
  .object({
    data: z.array(
      z.object({
        code: z.string(),
        status: z.int(),
        title: z.string(),
      }),
    ),
  })
  .meta({
    id: 'ErrorCatalogue',
    description: 'Every `code` of a problem document, which clients may branch on',
  })

export type ErrorCatalogue = z.infer<typeof errorCatalogueSchema>
