import { z } from 'zod'
import { ROLES } from '#src/db/schema/identity.ts'
import { INVITATION_STATUSES } from '#src/db/schema/invitations.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { emailSchema, idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

const MEMBER_STATUSES = ['active', 'removed'] as const

export const memberParams = z.object({ id: idSchema })

export const memberSchema = z
  .object({
    id: idSchema.describe('Of the person: what `recruiter_id`, `owner_id` and actors name'),
    email: z.string(),
    full_name: z.string(),
    role: z.enum(ROLES),
    status: z.enum(MEMBER_STATUSES),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Member' })

export const memberPage = pageSchema(memberSchema, 'MemberPage')

export const memberListQuery = listQuery({
  sorts: ['created_at', 'updated_at', 'full_name'],
  filters: { role: filterBy.words(ROLES), status: filterBy.words(MEMBER_STATUSES) },
  searchable: true,
  item: memberSchema,
})

export const memberPatch = z.strictObject({ role: z.enum(ROLES) }).meta({ id: 'MemberUpdate' })

export const removeQuery = z.strictObject({
  reassign_to: idSchema
    .optional()
    .describe('Who takes over their jobs and candidates; else these keep the name'),
})

export const invitationSchema = z
  .object({
    id: idSchema,
    email: z.string(),
    full_name: z.string().nullable(),
    role: z.enum(ROLES),
    status: z.enum(INVITATION_STATUSES),
    expires_at: timeSchema,
    invited_by: idSchema,
    accepted_by: idSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Invitation' })

export const invitationPage = pageSchema(invitationSchema, 'InvitationPage')

export const invitationListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: { status: { value: z.enum(INVITATION_STATUSES), ops: ['eq'] } },
  item: invitationSchema,
})

export const invitationBody = z
  .strictObject({
    email: emailSchema,
    role: z.enum(ROLES),
    full_name: lineSchema(120).nullish().describe('For a new account, unless they give another'),
  })
  .meta({ id: 'InvitationCreate' })

export const acceptBody = z
  .strictObject({
    token: z.string().min(1).max(200),
    password: z.string().min(1).max(200).describe('Of the account with the e-mail address, or for a new one'),
    full_name: lineSchema(120).optional().describe('For a new account'),
  })
  .meta({ id: 'InvitationAccept' })
