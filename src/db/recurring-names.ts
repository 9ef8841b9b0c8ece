/** A connection keeps every named statement as long as it lives, so only so many get a name, and no very long ones. */
const LIMIT = 200
const MAX_LENGTH = 4_000

/**
 * Names for the texts of statements that are built for each call, from the second time that a text is seen: an update of
 * the columns that changed, an insert of so many rows. Most are of a few forms, which a server then plans once.
 */
export function recurringNames(nameOf: (text: string) => string): (text: string) => string | undefined {
  const named = new Map<string, string>()
  const seen = new Set<string>()
  return (text) => {
    const known = named.get(text)
    if (known !== undefined || named.size >= LIMIT || text.length > MAX_LENGTH) return known
    if (!seen.delete(text)) {
      if (seen.size >= LIMIT) seen.clear()
      seen.add(text)
      return undefined
    }
    const name = nameOf(text)
    named.set(text, name)
    return name
  }
}
