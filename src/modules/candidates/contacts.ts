/** An e-mail address or a telephone number of a candidate. */
export interface Contact<Type extends string = string> {
  value: string
  type: Type
  isPrimary: boolean
}

/** What a client says of the contacts of one kind: all of them, the primary one, or both. */
export interface SentContacts<Type extends string> {
  all?: Contact<Type>[] | undefined
  /** Null for "none". */
  primary?: string | null | undefined
}

/**
 * The contacts of one kind after a change. All that were sent replace the old ones, and the first is the primary one
 * where none is called so. A primary one alone takes the place of the old one, or is promoted where it is known.
 */
export function nextContacts<Type extends string>(
  before: Contact<Type>[],
  { all, primary }: SentContacts<Type>,
): Contact<Type | 'other'>[] {
  if (all) {
    const first = all.find((one) => one.isPrimary)?.value ?? primary ?? all[0]?.value
    return all.map((one) => ({ ...one, isPrimary: one.value === first }))
  }
  if (primary === undefined) return before
  if (primary === null) return before.filter((one) => !one.isPrimary)
  if (before.some((one) => one.value === primary))
    return before.map((one) => ({ ...one, isPrimary: one.value === primary }))
  if (before.some((one) => one.isPrimary))
    return before.map((one) => (one.isPrimary ? { ...one, value: primary } : one))
  return [{ value: primary, type: 'other', isPrimary: true }, ...before]
}

export const primaryOf = (contacts: readonly Contact[]): string | null =>
  contacts.find((one) => one.isPrimary)?.value ?? null

/** Whether what was sent says two things: a primary one beside a list in which another one is. */
export function isContradiction<Type extends string>({ all, primary }: SentContacts<Type>): boolean {
  if (!all || primary === undefined) return false
  return primaryOf(nextContacts([], { all, primary })) !== primary
}
