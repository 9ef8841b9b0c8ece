/** A value as PostgreSQL takes it in text and jsonb: without NUL characters and lone surrogates, however deep they sit. */
export function storable<T>(value: T): T {
  return clean(value) as T
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [clean(key), clean(member)]))
  }
  return value
}
