/** A PostgreSQL array in its text form. */
export const arrayLiteral = (values: readonly unknown[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : `"${String(value).replace(/["\\]/g, '\\$&')}"`)).join(',')}}`

/** The elements of such a text, one level deep. */
export const readArrayLiteral = (text: string): (string | null)[] =>
  Array.from(text.slice(1, -1).matchAll(/"((?:\\.|[^"\\])*)"|[^,]+/gs), ([bare, quoted]) =>
    quoted === undefined ? (bare === 'NULL' ? null : bare) : quoted.replace(/\\(.)/gs, '$1'),
  )
