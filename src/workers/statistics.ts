import type { AppContext } from '#src/context.ts'

/** So many relayed events and tasks change a database enough to look at it anew. */
const AFTER_MOVES = 500

/**
 * Refreshes the planner's statistics as the data grows, where no autovacuum does it: without any, joins are planned as
 * if tables were empty and become quadratic. Told of every move, it acts when enough have added up, and never rejects.
 */
export function keepStatistics({
  db,
  log,
}: Pick<AppContext, 'db' | 'log'>): (moved: number) => Promise<void> {
  let moves = AFTER_MOVES
  return async (moved) => {
    moves += moved
    if (!db.analyze || moves < AFTER_MOVES) return
    moves = 0
    try {
      await db.analyze()
    } catch (err) {
      log.warn({ err }, 'the statistics of the database could not be refreshed')
    }
  }
}
