import type { z } from 'zod'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import { findCandidates } from '#src/modules/candidates/index.ts'
import { findJob, type JobRow, visibleJob } from '#src/modules/jobs/index.ts'
import { whyOff } from '#src/modules/llm/index.ts'
import { findPrimaryParse } from '#src/modules/resumes/index.ts'
import type { Factor } from '#src/modules/scoring/score.ts'
import { emit } from '#src/platform/events/events.ts'
import { matchReranked } from '../matching.events.ts'
import { decimal, presentFactor } from '../matching.present.ts'
import { quotesOf } from '../read-to-tell.ts'
import { askForMoves, type ToCompare } from './ask-for-moves.ts'
import { BOUND, boundedOrder, hasMoves, type Reordered, reasonsOf } from './bounded-order.ts'
import { type Best, type Ranking, readRanking } from './ranking.ts'
import * as repo from './rerank.repo.ts'
import type { rerankSchema } from './rerank.schemas.ts'

type Rerank = z.input<typeof rerankSchema>

/** The best of a job, in the order that a model proposed where that may count. @throws AppError 404 */
export const readRerank = (ctx: RequestContext, jobId: string): Promise<Rerank> =>
  readTenant(ctx, async (tx) => {
    visibleJob(ctx, await findJob(tx, jobId))
    return present(jobId, await readState(tx, jobId))
  })

/** Asks a model where it may be asked and has not been, and answers what came of it. @throws AppError 404 */
export async function rerankShortlist(ctx: RequestContext, jobId: string): Promise<Rerank> {
  const { state, toCompare } = await readTenant(ctx, async (tx) => {
    const job = visibleJob(ctx, await findJob(tx, jobId))
    const state = await readState(tx, jobId)
    return { state, toCompare: mayAsk(state) ? await readToCompare(tx, job, state.ranking) : undefined }
  })
  if (!toCompare) return present(jobId, state)
  const proposed = await askForMoves(ctx, toCompare)
  return withTenant(ctx, async (tx) => {
    // The job may be gone by now, and the ranking another one.
    visibleJob(ctx, await findJob(tx, jobId))
    const last: repo.RerankRow = {
      id: newId(),
      jobId,
      inputsHash: state.ranking.hash,
      ...proposed,
      createdBy: tx.actorId,
      createdAt: tx.now,
    }
    repo.insertRerank(tx, last)
    const told = present(jobId, { ...(await readState(tx, jobId)), last })
    emit(tx, ctx, matchReranked, jobId, {
      job_id: jobId,
      ai_used: proposed.reason === null,
      moved: told.data.filter(({ passed }) => passed.length > 0).length,
    })
    return told
  })
}

interface State {
  ranking: Ranking
  off: string | undefined
  last: repo.RerankRow | undefined
}

async function readState(tx: TenantTx, jobId: string): Promise<State> {
  const ranking = await readRanking(tx, jobId)
  return { ranking, off: await whyOff(tx, 'rerank'), last: await repo.findRerank(tx, jobId, ranking.hash) }
}

/** Why the order is that by score; null where the last proposals count. */
function reasonOf({ ranking, off, last }: State): string | null {
  if (off) return off
  if (!hasMoves(ranking.best)) return 'nothing_to_move'
  if (!last) return 'not_asked'
  return last.inputsHash === ranking.hash ? last.reason : 'stale'
}

/** Not again what a model has answered already, and not what nothing could come of. */
function mayAsk({ ranking, off, last }: State): boolean {
  const isAnswered = last?.inputsHash === ranking.hash && last.reason === null
  return off === undefined && !isAnswered && hasMoves(ranking.best)
}

/** A skill has few words; what is longer is all that stands around it, and may say who somebody is. */
const MAX_QUOTE = 80

async function readToCompare(tx: TenantTx, { id, title }: JobRow, { best }: Ranking): Promise<ToCompare> {
  const sent = best.filter(({ fixed }) => !fixed)
  const people = await findCandidates(
    tx,
    sent.map(({ candidateId }) => candidateId),
  )
  const quotes = new Map<Factor, string>()
  for (const { candidateId, resumeId, ...match } of sent) {
    const parse = await findPrimaryParse(tx, candidateId)
    if (parse?.resumeId !== resumeId) continue
    for (const [factor, quote] of quotesOf({ factors: reasonsOf(match) }, parse.text))
      if (quote.length <= MAX_QUOTE) quotes.set(factor, quote)
  }
  const names = people.flatMap(({ firstName, lastName }) =>
    [firstName, lastName].filter((name) => name !== null),
  )
  return { jobId: id, jobTitle: title, ranking: best, quotes, names }
}

function present(jobId: string, state: State): Rerank {
  const { best, hash } = state.ranking
  const reason = reasonOf(state)
  const current = !state.off && state.last?.inputsHash === hash ? state.last : undefined
  const heard = reason === null ? current : undefined
  const order = boundedOrder(best, heard?.moves ?? [])
  const placeOf = new Map(best.map(({ id }, i) => [id, i + 1]))
  return {
    job_id: jobId,
    reranked: order.some(({ passed }) => passed.length > 0),
    ai_used: reason === null,
    reason,
    bound: decimal(BOUND),
    refused: heard?.refused ?? null,
    lineage_id: current?.lineageId ?? null,
    created_at: current ? isoTime(current.createdAt) : null,
    data: order.map((one, i) => presentPlace(one, i + 1, placeOf.get(one.placed.id) ?? 0)),
  }
}

const presentPlace = ({ placed, passed }: Reordered<Best>, rank: number, scoreRank: number) => ({
  rank,
  score_rank: scoreRank,
  match_id: placed.id,
  candidate_id: placed.candidateId,
  score: decimal(placed.score),
  passed: passed.flatMap(({ behind, requirementId }) =>
    reasonsOf(placed)
      .filter(({ requirement_id }) => requirement_id === requirementId)
      .map((factor) => ({ ...reasonMembers(factor), match_id: behind })),
  ),
})

function reasonMembers(factor: Factor) {
  const { requirement_id, requirement, kind, pointer, span } = presentFactor(factor)
  return { requirement_id, requirement, kind, pointer, span }
}
