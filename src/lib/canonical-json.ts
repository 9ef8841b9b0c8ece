/**
 * One text for one value, whatever order its keys were set in: keys sorted by UTF-16 units, no white space,
 * numbers and strings as JSON.stringify writes them (RFC 8785). Throws a TypeError on what JSON cannot hold;
 * undefined properties are left out.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
    return `{${members.join(',')}}`
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  throw new TypeError(`no JSON for a ${typeof value}`)
}
