import type { TenantTx } from '#src/db/tx.ts'
import { digestOf } from '#src/modules/scoring/inputs-hash.ts'
import { candidatesRefusingAi } from '#src/modules/screening/index.ts'
import { BOUND, type Placed } from './bounded-order.ts'
import { listBest, type RankedMatch } from './ranking.read.ts'

/** How many of a job are looked at; those below keep their places. */
const TOP = 20

export type Best = RankedMatch & Placed

export interface Ranking {
  best: Best[]
  /** Of all that moves depend on: equal hashes mean that the same moves make the same order. */
  hash: string
}

/** The best of a job as whoever asks sees them. The caller has seen to it that the job may be read. */
export async function readRanking(tx: TenantTx, jobId: string): Promise<Ranking> {
  const rows = await listBest(tx, jobId, TOP)
  const refusing = await candidatesRefusingAi(
    tx,
    rows.map(({ candidateId }) => candidateId),
  )
  const best = rows.map((row) => ({ ...row, fixed: refusing.has(row.candidateId) }))
  const inputs = best.map(({ id, score, inputsHash, fixed }) => [id, score, inputsHash, fixed])
  return { best, hash: digestOf({ bound: BOUND, inputs }) }
}
