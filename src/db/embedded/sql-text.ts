export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The E form where it matters, so that standard_conforming_strings, which a session may have set, does not. */
export function quoteLiteral(text: string): string {
  const quoted = text.replaceAll("'", "''")
  return quoted.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`
}
