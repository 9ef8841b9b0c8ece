import type { z } from 'zod'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import { explain } from '#src/modules/scoring/explain.ts'
import type { Factor } from '#src/modules/scoring/score.ts'
import { emit } from '#src/platform/events/events.ts'
import { type ExplainedRow, findExplained, findMatch } from './matches.read.ts'
import { matchErrors } from './matching.errors.ts'
import { matchSummarized } from './matching.events.ts'
import type { Language } from './matching.schemas.ts'
import { personOf } from './person-of.ts'
import { readToTell } from './read-to-tell.ts'
import * as repo from './summaries.repo.ts'
import type { summarySchema } from './summaries.schemas.ts'
import { summarize, type Told, textOf } from './tell-factors.ts'

type Summary = z.input<typeof summarySchema>

/** Sums up a match, by a model where one may be asked and says what it may; kept as it was told. */
export async function createSummary(ctx: RequestContext, id: string, language: Language): Promise<Summary> {
  const { match, ...rest } = await readTenant(ctx, (tx) => readToTell(ctx, tx, id))
  const told = await summarize(ctx, { match, ...rest, language })
  return withTenant(ctx, async (tx) => {
    // The match may be gone by now.
    if (!(await findMatch(tx, id, personOf(ctx)))) throw new AppError(matchErrors.not_found)
    const row: repo.SummaryRow = {
      id: newId(),
      matchId: id,
      language,
      ...wordsOf(told, match.factors, language),
      inputsHash: match.inputsHash,
      reason: told.reason,
      lineageId: told.lineageId,
      createdBy: tx.actorId,
      createdAt: tx.now,
    }
    repo.insertSummary(tx, row)
    emit(tx, ctx, matchSummarized, id, {
      job_id: match.jobId,
      candidate_id: match.candidateId,
      ai_used: told.reason === null,
    })
    return present(row, match)
  })
}

/** The last summary of a match. @throws AppError 404 */
export const readSummary = (ctx: RequestContext, id: string): Promise<Summary> =>
  readTenant(ctx, async (tx) => {
    const match = await findExplained(tx, id, personOf(ctx))
    if (!match) throw new AppError(matchErrors.not_found)
    const row = await repo.findLatestSummary(tx, id)
    if (!row) throw new AppError(matchErrors.no_summary)
    return present(row, match)
  })

function wordsOf(told: Told, factors: readonly Factor[], language: Language) {
  if (told.reason !== null) return { summary: explain(factors, language).summary, sentences: [] }
  return {
    summary: textOf(told.sentences),
    sentences: told.sentences.map(({ text, factors: numbers, quotes }) => ({
      text,
      factors: numbers.flatMap((n) => factors[n - 1]?.requirement_id ?? []),
      quotes,
    })),
  }
}

const present = (row: repo.SummaryRow, match: ExplainedRow): Summary => ({
  id: row.id,
  match_id: row.matchId,
  job_id: match.jobId,
  candidate_id: match.candidateId,
  language: row.language as Language,
  summary: row.summary,
  sentences: row.sentences,
  current: row.inputsHash === match.inputsHash,
  ai_used: row.reason === null,
  reason: row.reason,
  lineage_id: row.lineageId,
  created_by: row.createdBy,
  created_at: isoTime(row.createdAt),
})
