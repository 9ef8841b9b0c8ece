import type { z } from 'zod'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { idOf, newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { findJob, visibleJob } from '#src/modules/jobs/index.ts'
import { explore } from './exploration/explore.ts'
import { featuresOf } from './features.ts'
import { readInForce } from './in-force.ts'
import { presentExploration, presentLogEntry, presentPlace } from './learning.present.ts'
import { MOST_SHOWN, type shortlistSchema } from './learning.schemas.ts'
import { findSettings } from './settings.repo.ts'
import { DEFAULT_SETTINGS } from './settings.service.ts'
import { listLog, listTop, logShown } from './shortlist.repo.ts'

/**
 * The first of a job in the order that the tenant's exploration shows them in, each place written down with its chance.
 * Whoever asks again on the same day, while the scores are the same, is shown and logged the same.
 */
export async function readShortlist(
  ctx: RequestContext,
  jobId: string,
  limit: number,
): Promise<z.input<typeof shortlistSchema>> {
  const day = ctx.clock.now().toISOString().slice(0, 10)
  const { ranking, settings, inForce } = await readTenant(ctx, async (tx) => {
    visibleJob(ctx, await findJob(tx, jobId))
    const ranking = await listTop(tx, jobId, MOST_SHOWN)
    return {
      ranking: ranking.map((match) => ({ ...match, ...featuresOf(match.components) })),
      settings: (await findSettings(tx)) ?? DEFAULT_SETTINGS,
      inForce: await readInForce(tx),
    }
  })
  const { policy, epsilon, band, seed } = settings
  const how = { policy, epsilon, band }
  const modelId = inForce.model?.id ?? null
  const chance = [seed, ctx.tenantId, jobId, day]
  const scores = ranking.map(({ candidateId, score }) => [candidateId, score])
  const listId = idOf(JSON.stringify([chance, how, modelId, scores]))
  const shown = explore(ranking, how, inForce.posterior, chance).slice(0, limit)
  const places = shown.map(
    ({ candidate: { id: matchId, candidateId, score, features, worth }, ...place }) => ({
      ...place,
      matchId,
      candidateId,
      score,
      features,
      worth,
    }),
  )
  await withTenant(ctx, async (tx) =>
    logShown(
      tx,
      places.map(({ matchId: _, ...place }) => ({
        ...place,
        ...how,
        id: newId(),
        listId,
        jobId,
        modelId,
        shownAt: tx.now,
      })),
    ),
  )
  return {
    job_id: jobId,
    list_id: listId,
    day,
    model_id: modelId,
    ...presentExploration(how),
    data: places.map((place) => ({
      match_id: place.matchId,
      candidate_id: place.candidateId,
      ...presentPlace(place),
      explored: place.rank !== place.baseRank,
    })),
  }
}

export const listExplorationLog = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await listLog(tx, request), presentLogEntry))
