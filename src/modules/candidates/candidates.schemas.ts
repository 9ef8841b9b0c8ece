import { z } from 'zod'
import { LINK_TYPES } from '#src/db/schema/candidates.ts'
import { expandQuery, type FilterSpec, filterBody, filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { foldName } from '#src/lib/fold-name.ts'
import { externalIdFilter, externalIdSchema, externalIdsBody } from '#src/modules/external-ids/index.ts'
import { normalizeSkill } from '#src/modules/skills/lexicon.ts'
import {
  assertConsistent,
  candidateEmailSchema,
  candidatePhoneSchema,
  contactFields,
} from './contacts.schemas.ts'
import { profileSchema } from './profile.schemas.ts'

export const candidateParams = z.object({ id: idSchema })

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
  first_name: lineSchema(100),
  last_name: lineSchema(100),
  ...contactFields,
  headline: lineSchema(300).nullish(),
  company: lineSchema(200).nullish(),
  location: lineSchema(200).nullish().describe('Free text: city, region, country'),
  links: z.array(linkBody).max(20).optional(),
  source: lineSchema(100).nullish().describe('Where the candidate came from'),
}
const withExternalIds = { ...editable, external_ids: externalIdsBody.optional() }

export const candidateBody = z
  .strictObject(withExternalIds)
  .superRefine(assertConsistent)
  .meta({ id: 'CandidateCreate' })
export const candidatePatch = z
  .strictObject(withExternalIds)
  .partial()
  .superRefine(assertConsistent)
  .meta({ id: 'CandidateUpdate' })
export const candidateUpsert = z
  .strictObject(editable)
  .superRefine(assertConsistent)
  .meta({ id: 'CandidateUpsert' })
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
    emails: z
      .array(candidateEmailSchema)
      .nullable()
      .optional()
      .describe(`With expand=contacts. ${contactHint}`),
    phones: z
      .array(candidatePhoneSchema)
      .nullable()
      .optional()
      .describe(`With expand=contacts. ${contactHint}`),
    external_ids: z.array(externalIdSchema).optional().describe('With expand=external_ids'),
    profile: profileSchema.optional().describe('With expand=profile'),
  })
  .meta({ id: 'Candidate' })

export const candidatePage = pageSchema(candidateSchema, 'CandidatePage')

/** Years as a client writes them, in tenths. */
const tenths: FilterSpec = {
  value: z.coerce
    .number()
    .min(0)
    .max(100)
    .transform((years) => Math.round(years * 10)),
  ops: ['eq', 'gte', 'lte', 'gt', 'lt'],
}

const filters = {
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
  company: filterBy.text(),
  tag: { value: lineSchema(60).transform(foldName), ops: ['eq', 'in'] },
  created_at: filterBy.time(),
  updated_at: filterBy.time(),
  has_resume: filterBy.flag(),
  years_of_experience: tenths,
  skill: { value: lineSchema(100).transform((name) => normalizeSkill(name).key), ops: ['eq', 'in'] },
  external_id: externalIdFilter,
} satisfies Record<string, FilterSpec>

export const expandable = ['contacts', 'external_ids', 'profile', 'tags'] as const
export const candidateExpand = expandQuery(expandable)

export const candidateListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters,
  expand: expandable,
  searchable: true,
  item: candidateSchema,
})

/** What narrows a list or a search of candidates. */
export const candidateFilters = filters

const FACETS = ['source', 'location', 'company', 'owner_id', 'skill', 'tag'] as const

/** What a page of a search takes, however it finds. */
export const searchedPage = {
  filters: filterBody(filters).default([]).describe('Those of the list, such as `{"skill": "python"}`'),
  facets: z.array(z.enum(FACETS)).max(FACETS.length).default([]),
  expand: z.array(z.enum(expandable)).max(expandable.length).default([]),
  limit: z.int().min(1).max(100).default(25),
  cursor: z.string().max(1000).optional().describe('`next_cursor` of the page before'),
}

const facetSchema = z
  .array(z.object({ value: z.string(), candidates: z.int() }))
  .meta({ id: 'CandidateFacet', description: 'The most frequent values among those found' })

export const foundPage = candidatePage.extend({
  found: z
    .int()
    .describe('How many there are on all pages; by words at most the 1,000 best, by meaning the 200 nearest'),
  facets: z.partialRecord(z.enum(FACETS), facetSchema),
})
