import { z } from 'zod'
import type { FilterSpec } from '#src/http/list.ts'
import { lineSchema } from '#src/http/schemas.ts'

const SYSTEM = /^[a-z0-9][a-z0-9_.-]{0,49}$/
const MAX_VALUE = 200

const system = z
  .string()
  .trim()
  .toLowerCase()
  .regex(SYSTEM, 'letters, digits, dots, hyphens and underscores, at most 50')
const value = lineSchema(MAX_VALUE)

/** The parameters of `/by-external-id/:system/:value`. */
export const externalIdParams = z.object({ system, value })

export const externalIdsBody = z
  .array(z.strictObject({ system, value }).meta({ id: 'ExternalIdRequest' }))
  .max(20)
  .superRefine((ids, check) => {
    const systems = ids.map((id) => id.system)
    systems.forEach((name, i) => {
      if (systems.indexOf(name) < i)
        check.addIssue({ code: 'custom', message: 'one value a system', path: [i, 'system'] })
    })
  })
  .describe('What other systems call it; replaced as a whole')

export const externalIdSchema = z
  .object({ system: z.string(), value: z.string() })
  .meta({ id: 'ExternalId', description: 'What another system calls a thing of this one' })

/** `system:value`. */
export const externalIdFilter: FilterSpec = {
  value: z
    .string()
    .max(51 + MAX_VALUE)
    .regex(/^[a-z0-9][a-z0-9_.-]{0,49}:[^\p{Cc}\p{Cs}]+$/u, 'system:value'),
  ops: ['eq'],
}
