import type { TenantTx } from '#src/db/tx.ts'
import { featuresOf } from './features.ts'
import type { LoggedList } from './off-policy/estimate.ts'
import type { WeighedSample } from './ranker/samples.ts'
import { rewardOf } from './rewards.ts'
import { type JudgedRow, listJudged, listShown, type ShownRow } from './train-model.read.ts'

export interface Material {
  samples: WeighedSample[]
  lists: LoggedList[]
}

/** What is read of a tenant: no more than can be worked through while others wait. */
const MOST = { feedbacks: 5000, samples: 2000, lists: 300 }

/** What a version is trained on: the newest that people said, and the lists they were shown. */
export async function readMaterial(tx: TenantTx): Promise<Material> {
  const judged = await listJudged(tx, MOST.feedbacks)
  const shown = await listShown(tx, MOST.lists)
  return { samples: samplesOf(judged), lists: listsOf(shown, judged) }
}

const pairOf = ({ jobId, candidateId }: { jobId: string; candidateId: string }) => `${jobId}:${candidateId}`

/** One a pair, oldest first. */
function samplesOf(judged: readonly JudgedRow[]): WeighedSample[] {
  const pairs = [...Map.groupBy(judged, pairOf).values()].slice(0, MOST.samples).reverse()
  return pairs.flatMap((rows) => {
    const [first] = rows
    if (!first) return []
    const { jobId, candidateId, components } = first
    const reward = Math.round(rewardOf(rows) * 10_000) / 10_000
    return [{ jobId, candidateId, ...featuresOf(components), reward, feedbacks: rows.length }]
  })
}

/** What was said of somebody counts for the lists they had been shown in by then. */
function listsOf(shown: readonly ShownRow[], judged: readonly JudgedRow[]): LoggedList[] {
  const byPair = Map.groupBy(judged, pairOf)
  return [...Map.groupBy(shown, ({ listId }) => listId).values()].map((rows) =>
    rows.map((row) => {
      const since = (byPair.get(pairOf(row)) ?? []).filter(({ givenAt }) => givenAt >= row.shownAt)
      const { candidateId, features, worth, rank } = row
      return {
        candidateId,
        features,
        worth,
        rank,
        propensity: row.propensity / 1e6,
        reward: since.length ? rewardOf(since) : 0,
      }
    }),
  )
}
