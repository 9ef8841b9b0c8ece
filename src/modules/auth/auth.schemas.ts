import { z } from 'zod'
import { ROLES } from '#src/db/schema/identity.ts'
import { emailSchema, idSchema, lineSchema, timeSchema } from '#src/http/schemas.ts'

/** Long enough to resist guessing, short enough not to be a way to burn our CPU. */
export const passwordSchema = z.string().min(12).max(200)

export const loginBody = z
  .strictObject({
    email: emailSchema,
    password: z.string().min(1).max(200),
    tenant_slug: z.string().max(63).optional().describe('Needed when the account belongs to several tenants'),
  })
  .meta({ id: 'LoginRequest' })

export const refreshBody = z
  .strictObject({ refresh_token: z.string().min(1).max(200) })
  .meta({ id: 'RefreshRequest' })

export const tokensSchema = z
  .object({
    access_token: z.string(),
    refresh_token: z.string().describe('Single use: each refresh answers a new one'),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds until the access token expires'),
  })
  .meta({ id: 'Tokens' })

export const tenantSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    slug: z.string(),
    plan: z.enum(['free', 'basic', 'pro', 'enterprise']),
    status: z.enum(['active', 'suspended', 'cancelled']),
    created_at: timeSchema,
  })
  .meta({ id: 'Tenant' })

export const userSchema = z
  .object({ id: idSchema, email: z.string(), full_name: z.string(), created_at: timeSchema })
  .meta({ id: 'User' })

export const meBody = z.strictObject({ full_name: lineSchema(120).optional() }).meta({ id: 'MeUpdate' })

export const meSchema = z
  .object({
    user: userSchema,
    tenant: tenantSchema,
    role: z.enum(ROLES),
    permissions: z.array(z.string()).describe('What this token may do, as API key scopes name it'),
    via: z.enum(['user', 'api_key']),
    memberships: z.array(
      z.object({
        tenant_id: idSchema,
        tenant_name: z.string(),
        tenant_slug: z.string(),
        role: z.enum(ROLES),
      }),
    ),
  })
  .meta({ id: 'Me' })
