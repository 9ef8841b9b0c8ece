import { z } from 'zod'
import { emailSchema, lineSchema } from '#src/http/schemas.ts'
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
