import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { z } from 'zod'
import { LINK_TYPES } from '#src/db/schema/candidates.ts'
import { expandQuery, filterBy, listQuery } from '#src/http/list.ts'
import { emailSchema, idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { foldName } from '#src/lib/fold-name.ts'

export const candidateParams = z.object({ id: idSchema })

/** As E.164. Without a country of their own, numbers must carry their country's code. */
const phoneBody = lineSchema(40).transform((text, check) => {
  const phone = parsePhoneNumberFromString(text, { extract: false })
  if (phone?.isPossible()) return phone.number
  check.addIssue({
    code: 'custom',
    message: 'not a phone number with its country code, such as +44 20 7946 0018',
  })
  return z.NEVER
})

const linkBody = z
  .strictObject({
    type: z.enum(LINK_TYPES),
    url: z
      .string()
      .trim()
      .max(2000)
      .pipe(z.url({ protocol: /^https?$/, normalize: true })),
  })
  .meta({ id: 'CandidateLinkRequest' })

const editable = {
  email: emailSchema.nullish().describe('Unique among the candidates of the tenant'),
  first_name: lineSchema(100),
  last_name: lineSchema(100),
  phone: phoneBody.nullish().describe('With its country code; kept as E.164'),
  headline: lineSchema(300).nullish(),
  company: lineSchema(200).nullish(),
  location: lineSchema(200).nullish().describe('Free text: city, region, country'),
  links: z.array(linkBody).max(20).optional(),
  source: lineSchema(100).nullish().describe('Where the candidate came from'),
}

export const candidateBody = z.strictObject(editable).meta({ id: 'CandidateCreate' })
export const candidatePatch = z.strictObject(editable).partial().meta({ id: 'CandidateUpdate' })
export type CandidatePatch = z.output<typeof candidatePatch>

const candidateLinkSchema = z
  .object({ type: z.enum(LINK_TYPES), url: z.string() })
  .meta({ id: 'CandidateLink' })

export const candidateTagSchema = z.object({ id: idSchema, name: z.string() }).meta({ id: 'CandidateTag' })

const contactHint = 'Null where your role sees no contact data'

export const candidateSchema = z
  .object({
    id: idSchema,
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    email: z.string().nullable().describe(contactHint),
    phone: z.string().nullable().describe(contactHint),
    headline: z.string().nullable(),
    company: z.string().nullable(),
    location: z.string().nullable(),
    links: z.array(candidateLinkSchema).nullable().describe(contactHint),
    source: z.string().nullable(),
    owner_id: idSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
    tags: z.array(candidateTagSchema).optional().describe('With expand=tags'),
  })
  .meta({ id: 'Candidate' })

export const candidatePage = pageSchema(candidateSchema, 'CandidatePage')

export const expandable = ['tags'] as const
export const candidateExpand = expandQuery(expandable)

export const candidateListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: {
    email: {
      value: z
        .string()
        .trim()
        .toLowerCase()
        .min(1)
        .max(254)
        .regex(/^[^\0]*$/),
      ops: ['eq', 'in'],
    },
    source: filterBy.text(),
    owner_id: filterBy.id(),
    location: filterBy.text(),
    tag: { value: lineSchema(60).transform(foldName), ops: ['eq', 'in'] },
    created_at: filterBy.time(),
  },
  expand: expandable,
  item: candidateSchema,
})
