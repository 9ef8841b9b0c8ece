import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { findCandidates } from '#src/modules/candidates/index.ts'
import { findPrimaryParse } from '#src/modules/resumes/index.ts'
import { blankInstructions } from '#src/modules/scoring/instructions/find-instructions.ts'
import type { Factor } from '#src/modules/scoring/score.ts'
import { candidatesRefusingAi } from '#src/modules/screening/index.ts'
import { type ExplainedRow, findExplained } from './matches.read.ts'
import { matchErrors } from './matching.errors.ts'
import { personOf } from './person-of.ts'
import type { ToTell } from './tell-factors.ts'

/** What a model needs to tell of a match. @throws AppError 404 */
export async function readToTell(
  ctx: RequestContext,
  tx: TenantTx,
  id: string,
): Promise<Omit<ToTell, 'language'> & { match: ExplainedRow }> {
  const match = await findExplained(tx, id, personOf(ctx))
  if (!match) throw new AppError(matchErrors.not_found)
  const ids = [match.candidateId]
  const [candidate] = await findCandidates(tx, ids)
  const { firstName = null, lastName = null } = candidate ?? {}
  const parse = await findPrimaryParse(tx, match.candidateId)
  const text = parse?.resumeId === match.resumeId ? blankInstructions(parse.text) : ''
  return {
    match,
    declined: (await candidatesRefusingAi(tx, ids)).size > 0,
    names: [firstName, lastName].filter((name) => name !== null),
    quotes: quotesOf(match, text),
  }
}

/** Where a factor cites the resume, what stands there. */
export function quotesOf({ factors }: Pick<ExplainedRow, 'factors'>, text: string): Map<Factor, string> {
  const quotes = new Map<Factor, string>()
  for (const factor of factors) {
    const quote = factor.span ? text.slice(factor.span.start, factor.span.end) : ''
    if (quote.trim() !== '' && quote.length <= MAX_QUOTE) quotes.set(factor, quote)
  }
  return quotes
}

const MAX_QUOTE = 300
