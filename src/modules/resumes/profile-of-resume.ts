import { emailSchema } from '#src/http/schemas.ts'
import type { NewCandidate } from '#src/modules/candidates/index.ts'
import { line } from './bounded-text.ts'
import type { ParsedData, Personal } from './parser/types.ts'
import { sectionsOfResume } from './sections-of-resume.ts'

type Profile = Omit<NewCandidate, 'ownerId' | 'source' | 'emails' | 'phones' | 'externalIds'>

/** What a resume says about the person, in the fields and the bounds of a candidate. */
export function profileOfResume(data: ParsedData): Profile {
  const { personal, experience } = data
  const current = experience.find((entry) => entry.current)
  return {
    email: emailSchema.safeParse(personal.email).data ?? null,
    firstName: line(personal.first_name, 100),
    lastName: line(personal.last_name, 100),
    phone: phoneOf(personal),
    headline: line((current ?? experience[0])?.title, 300),
    company: line(current?.company, 200),
    location: line(personal.location, 200),
    links: linksOf(personal),
    profile: sectionsOfResume(data),
  }
}

const phoneOf = ({ phone }: Personal) => (phone && /^\+[1-9]\d{4,14}$/.test(phone) ? phone : null)

const LINKS = ['linkedin', 'github', 'website'] as const
const MAX_URL = 2000

const linksOf = (personal: Personal) =>
  LINKS.flatMap((type) => {
    const url = webAddress(personal[type])
    return url ? [{ type, url }] : []
  })

/** Documents mostly leave the scheme out. What is no web address, such as `javascript:`, is no link. */
function webAddress(text: string | null): string | undefined {
  if (!text) return undefined
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  return url && url.href.length <= MAX_URL && url.hostname.includes('.') ? url.href : undefined
}
