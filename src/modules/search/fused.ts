/** Of the article that describes it (Cormack, Clarke and Buettcher 2009): how little the very first places count more. */
const DAMPING = 60

/** Several orders of ids as one, by reciprocal rank fusion; equal ones by id. */
export function fused(orders: string[][]): string[] {
  const scores = new Map<string, number>()
  for (const order of orders)
    order.forEach((id, place) => {
      scores.set(id, (scores.get(id) ?? 0) + 1 / (DAMPING + place + 1))
    })
  return [...scores].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([id]) => id)
}
