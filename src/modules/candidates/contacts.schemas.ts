import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { z } from 'zod'
import { EMAIL_TYPES, PHONE_TYPES } from '#src/db/schema/candidate-profile.ts'
import { emailSchema, lineSchema } from '#src/http/schemas.ts'
import { isContradiction } from './contacts.ts'

/** As E.164. Without a country of their own, numbers must carry their country's code. */
const phoneBody = lineSchema(40).transform((text, check) => {
  const phone = parsePhoneNumberFromString(text, { extract: false })
  if (phone?.isPossible()) return phone.number as string
  check.addIssue({
    code: 'custom',
    message: 'not a phone number with its country code, such as +44 20 7946 0018',
  })
  return z.NEVER
})

const primaryFlag = z.boolean().default(false).describe('By default the first one is')

const emailEntry = z
  .strictObject({ email: emailSchema, type: z.enum(EMAIL_TYPES).default('other'), is_primary: primaryFlag })
  .meta({ id: 'CandidateEmailRequest' })
const phoneEntry = z
  .strictObject({ phone: phoneBody, type: z.enum(PHONE_TYPES).default('other'), is_primary: primaryFlag })
  .meta({ id: 'CandidatePhoneRequest' })

const toEmail = ({ email, type, is_primary }: z.output<typeof emailEntry>) => ({
  value: email,
  type,
  isPrimary: is_primary,
})
const toPhone = ({ phone, type, is_primary }: z.output<typeof phoneEntry>) => ({
  value: phone,
  type,
  isPrimary: is_primary,
})

const MAX_CONTACTS = 20
const ALL = 'replaced as a whole'

/** What a client may say of the contacts of a candidate. */
export const contactFields = {
  email: emailSchema.nullish().describe('The primary address, unique among the candidates of the tenant'),
  emails: z
    .array(emailEntry)
    .max(MAX_CONTACTS)
    .superRefine((entries, check) => {
      assertDistinct(entries, (entry) => entry.email, 'email', check)
    })
    .transform((entries) => entries.map(toEmail))
    .optional()
    .describe(`All addresses, ${ALL}; each is unique like the primary one`),
  phone: phoneBody.nullish().describe('The primary number with its country code; kept as E.164'),
  phones: z
    .array(phoneEntry)
    .max(MAX_CONTACTS)
    .superRefine((entries, check) => {
      assertDistinct(entries, (entry) => entry.phone, 'phone', check)
    })
    .transform((entries) => entries.map(toPhone))
    .optional()
    .describe(`All numbers, ${ALL}`),
}

type Refinement = z.RefinementCtx

function assertDistinct<Entry extends { is_primary: boolean }>(
  entries: Entry[],
  textOf: (entry: Entry) => string,
  member: string,
  check: Refinement,
): void {
  const values = entries.map(textOf)
  const primary = entries.findIndex((entry) => entry.is_primary)
  entries.forEach((entry, i) => {
    if (values.indexOf(textOf(entry)) < i)
      check.addIssue({ code: 'custom', message: 'is there twice', path: [i, member] })
    if (entry.is_primary && i > primary)
      check.addIssue({ code: 'custom', message: 'another one is the primary one', path: [i, 'is_primary'] })
  })
}

type Sent = Partial<z.output<z.ZodObject<typeof contactFields>>>

/** The simple field and the list must name the same primary one. */
export function assertConsistent({ email, emails, phone, phones }: Sent, check: Refinement): void {
  const refuse = (member: string) =>
    check.addIssue({ code: 'custom', message: 'is not the primary one of the list', path: [member] })
  if (isContradiction({ all: emails, primary: email })) refuse('email')
  if (isContradiction({ all: phones, primary: phone })) refuse('phone')
}

export const candidateEmailSchema = z
  .object({ email: z.string(), type: z.enum(EMAIL_TYPES), is_primary: z.boolean() })
  .meta({ id: 'CandidateEmail' })
export const candidatePhoneSchema = z
  .object({ phone: z.string(), type: z.enum(PHONE_TYPES), is_primary: z.boolean() })
  .meta({ id: 'CandidatePhone' })
