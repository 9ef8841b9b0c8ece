import { emailSchema } from '#src/http/schemas.ts'
import type { NewCandidate } from '#src/modules/candidates/index.ts'
import type { ParsedData, Personal } from './parser/types.ts'

type Profile = Omit<NewCandidate, 'ownerId' | 'source'>

/** What a resume says about the person, in the fields and the bounds of a candidate. */
export function profileOfResume({ personal, experience }: ParsedData): Profile {
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
  }
}

/** One line of at most `max` characters; null where nothing is left. */
function line(text: string | null | undefined, max: number): string | null {
  const clean = (text ?? '').replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim()
  return Array.from(clean).slice(0, max).join('').trim() || null
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
