import { readTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { presentExplanation } from './matching.present.ts'
import type { Language } from './matching.schemas.ts'
import { readToTell } from './read-to-tell.ts'
import { polish, textOf } from './tell-factors.ts'

/** The explanation of a match, whose summary a model writes where it may and says what it may. @throws AppError 404 */
export async function polishedExplanation(ctx: RequestContext, id: string, language: Language) {
  const { match, ...rest } = await readTenant(ctx, (tx) => readToTell(ctx, tx, id))
  const told = await polish(ctx, { match, ...rest, quotes: new Map(), language })
  return {
    ...presentExplanation(match, language),
    ...(told.reason === null && { summary: textOf(told.sentences) }),
    polished: told.reason === null,
    polish_reason: told.reason,
    lineage_id: told.lineageId,
  }
}
