import { z } from 'zod'
import { emailSchema, lineSchema, timeSchema } from '#src/http/schemas.ts'
import { passwordSchema, tenantSchema, userSchema } from '#src/modules/auth/index.ts'

export const signupBody = z
  .strictObject({
    tenant: z.strictObject({
      name: lineSchema(120),
      slug: z
        .string()
        .min(2)
        .max(63)
        .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens')
        .describe('Part of public addresses; never changes'),
    }),
    user: z.strictObject({ email: emailSchema, password: passwordSchema, full_name: lineSchema(120) }),
  })
  .meta({ id: 'SignupRequest' })

export const signupSchema = z
  .object({
    tenant: tenantSchema,
    user: userSchema,
    access_token: z.string(),
    refresh_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds until the access token expires'),
  })
  .meta({ id: 'Signup' })

/** Whether this runtime can write dates for a locale or in a time zone. */
const isKnown = (options: { locale?: string; timeZone?: string }) => {
  try {
    new Intl.DateTimeFormat(options.locale, options.timeZone ? { timeZone: options.timeZone } : {})
    return options.locale === undefined || Intl.DateTimeFormat.supportedLocalesOf(options.locale).length > 0
  } catch {
    return false
  }
}

const localeSchema = z
  .string()
  .max(35)
  .refine((locale) => isKnown({ locale }), 'a BCP 47 tag of a known language, such as en-GB')
  .describe('How mails write dates; BCP 47')

const timeZoneSchema = z
  .string()
  .min(1)
  .max(64)
  .refine((timeZone) => isKnown({ timeZone }), 'a name of the IANA time zone database, such as Europe/Lisbon')
  .describe('In which time zone mails write times; a name of the IANA database')

const visibilitySchema = z
  .enum(['tenant', 'owner'])
  .describe(
    'Whether members see all candidates, or those they own and those shared with them; admins see all',
  )

export const tenantPatch = z
  .strictObject({
    name: lineSchema(120),
    candidate_visibility: visibilitySchema,
    locale: localeSchema,
    time_zone: timeZoneSchema,
  })
  .partial()
  .meta({ id: 'TenantUpdate' })

export const tenantSettingsSchema = tenantSchema
  .extend({
    candidate_visibility: visibilitySchema,
    locale: z.string(),
    time_zone: z.string(),
    version: z.int(),
    updated_at: timeSchema,
  })
  .meta({ id: 'TenantSettings' })

const usedSchema = z
  .object({ used: z.int(), limit: z.int().nullable().describe('Null for no limit') })
  .meta({ id: 'UsedQuota' })

export const usageSchema = z
  .object({
    plan: z.enum(['free', 'basic', 'pro', 'enterprise']),
    members: usedSchema.describe('Active members'),
    candidates: usedSchema.describe('Candidates that are not deleted'),
    resumes_this_month: usedSchema.describe('Resumes uploaded since the first of the month, UTC'),
    open_jobs: usedSchema,
    stored_bytes: usedSchema.describe('Of resumes and attachments'),
    counted_at: timeSchema,
  })
  .meta({ id: 'TenantUsage' })
