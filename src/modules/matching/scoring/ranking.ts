export interface Ranked {
  candidate_id: string
  score: number
}

/** Best first; equal scores by candidate id, so that a page never shifts. */
export function compareRanked(a: Ranked, b: Ranked): number {
  if (a.score !== b.score) return b.score - a.score
  return a.candidate_id < b.candidate_id ? -1 : a.candidate_id > b.candidate_id ? 1 : 0
}
