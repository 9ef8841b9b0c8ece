import { Readable } from 'node:stream'
import type { z } from 'zod'
import { readTenantOnce } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import type { Streamed } from '#src/http/route.ts'
import type { ListRequest } from '#src/lib/list.ts'
import type { LineageExportQuery, lineageSchema } from './ai.schemas.ts'
import { exportLineage, isLastPage, type LineageRow, listLineage } from './lineage.repo.ts'

export const listAiLineage = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await listLineage(tx, request), present))

export const NDJSON = 'application/x-ndjson'

/** One JSON a line, oldest first, read page by page as fast as the client takes it. */
export function exportAiLineage(ctx: RequestContext, query: LineageExportQuery): Streamed {
  return {
    stream: Readable.from(linesOf(ctx, query)),
    headers: {
      'content-type': NDJSON,
      'content-disposition': 'attachment; filename="ai-lineage.ndjson"',
    },
  }
}

async function* linesOf(ctx: RequestContext, query: LineageExportQuery): AsyncGenerator<string> {
  const { feature, entity } = query
  const from = new Date(query.from ?? 0)
  const until = query.until ? new Date(query.until) : ctx.clock.now()
  let after: LineageRow | undefined
  for (let isLast = false; !isLast; ) {
    const rows = await readTenantOnce(ctx, (tx) => exportLineage(tx, { from, until, after, feature, entity }))
    for (const row of rows) yield `${JSON.stringify(present(row))}\n`
    after = rows.at(-1)
    isLast = isLastPage(rows)
  }
}

const present = (row: LineageRow): z.input<typeof lineageSchema> => ({
  id: row.id,
  call_id: row.callId,
  feature: row.feature,
  entity_type: row.entityType,
  entity_id: row.entityId,
  provider_id: row.providerId,
  provider: row.provider,
  model: row.model,
  prompt_id: row.promptId,
  prompt_version: row.promptVersion,
  prompt_hash: row.promptHash,
  input_hash: row.inputHash,
  output_hash: row.outputHash,
  outcome: row.outcome,
  reason: row.reason,
  input_tokens: row.inputTokens,
  cached_input_tokens: row.cachedInputTokens,
  cache_write_tokens: row.cacheWriteTokens,
  output_tokens: row.outputTokens,
  cost_micro_usd: row.costMicroUsd,
  cost_basis: row.costBasis,
  latency_ms: row.latencyMs,
  actor: { type: row.actorType, id: row.actorId },
  request_id: row.requestId,
  created_at: row.createdAt.toISOString(),
})
