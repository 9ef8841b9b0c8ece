import { LOWEST_ID } from '#src/lib/ids.ts'

/** Reads rows in the order of their ids, `size` at a time; each page is given the id that the one before ended with. */
export async function* inPages<Row>(
  size: number,
  read: (after: string, size: number) => Promise<Row[]>,
  idOf: (row: Row) => string,
): AsyncGenerator<Row[]> {
  let after = LOWEST_ID
  for (;;) {
    const page = await read(after, size)
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    if (page.length < size) return
    after = idOf(last)
  }
}
