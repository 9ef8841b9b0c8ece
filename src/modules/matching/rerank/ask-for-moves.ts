import { RERANK_REFUSALS, type RerankMove, type RerankRefusal } from '#src/db/schema/matching.ts'
import type { RequestContext } from '#src/http/context.ts'
import { callModel, prompts } from '#src/modules/llm/index.ts'
import type { Factor } from '#src/modules/scoring/score.ts'
import type { ComponentName } from '#src/modules/scoring/weights.ts'
import { BOUND, reasonsOf, refusalOf } from './bounded-order.ts'
import type { Best } from './ranking.ts'

/** What a model needs to know. */
export interface ToCompare {
  jobId: string
  jobTitle: string
  ranking: readonly Best[]
  /** What the resumes say where a factor cites them. */
  quotes: ReadonlyMap<Factor, string>
  /** Of the candidates. */
  names: string[]
}

/** `moves`: those that may count. `reason`: why no model was heard; null where one was. */
export interface Proposed {
  moves: RerankMove[]
  refused: Record<RerankRefusal, number>
  reason: string | null
  lineageId: string | null
}

const TIMEOUT_MS = 30_000
/** For as many moves as the form takes. */
const MAX_OUTPUT_TOKENS = 4_000

/** Has a model propose moves, of which those that may count are taken. Not within a transaction. */
export async function askForMoves(ctx: RequestContext, compared: ToCompare): Promise<Proposed> {
  const sent = compared.ranking.filter(({ fixed }) => !fixed)
  const requirements = tellingApart(sent)
  const result = await callModel(ctx, {
    feature: 'rerank',
    entity: { type: 'job', id: compared.jobId },
    prompt: prompts.shortlistRerank,
    input: {
      job: JSON.stringify(compared.jobTitle),
      bound: String(BOUND / 100),
      requirements: requirements
        .map(({ requirement }, i) => JSON.stringify({ requirement: i + 1, asked: requirement }))
        .join('\n'),
      candidates: sent.map((one, i) => candidateLine(one, i + 1, requirements, compared.quotes)).join('\n'),
    },
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    timeoutMs: TIMEOUT_MS,
    personal: { names: compared.names },
  })
  const proposed: Proposed = { moves: [], refused: noneRefused(), reason: null, lineageId: result.lineageId }
  if (!result.ok) return { ...proposed, reason: result.reason }
  for (const { ahead, behind, requirement, quote } of result.value.moves) {
    const [one, other, asked] = [sent[ahead - 1], sent[behind - 1], requirements[requirement - 1]]
    const move = { ahead: one?.id ?? '', behind: other?.id ?? '', requirementId: asked?.requirement_id ?? '' }
    const refusal = refusalOf(compared.ranking, move) ?? quoteRefusal(one, move, quote, compared.quotes)
    if (refusal) proposed.refused[refusal] += 1
    else proposed.moves.push(move)
  }
  return proposed
}

const noneRefused = (): Record<RerankRefusal, number> =>
  Object.fromEntries(RERANK_REFUSALS.map((refusal) => [refusal, 0])) as Record<RerankRefusal, number>

/** What may be a reason for somebody, and is not the same for all. */
function tellingApart(sent: readonly Best[]): Factor[] {
  const groups = Map.groupBy(
    sent.flatMap(({ factors }) => factors.filter(({ component }) => component === 'skills')),
    ({ requirement_id }) => requirement_id,
  )
  const reasons = new Set(sent.flatMap(reasonsOf).map(({ requirement_id }) => requirement_id))
  return [...groups]
    .filter(([id, factors]) => reasons.has(id) && new Set(factors.map(({ kind }) => kind)).size > 1)
    .flatMap(([, [factor]]) => factor ?? [])
}

/** Where somebody lives or studied, for how long they worked, and what people thought of them, is left out. */
const SENT: ReadonlySet<ComponentName> = new Set(['skills', 'title', 'lexical', 'semantic'])

function candidateLine(
  { score, components, factors }: Best,
  candidate: number,
  requirements: readonly Factor[],
  quotes: ReadonlyMap<Factor, string>,
): string {
  const scores = components.filter(({ name, neutral }) => SENT.has(name) && !neutral)
  const meets = requirements.flatMap(({ requirement_id }, i) => {
    const factor = factors.find((one) => one.component === 'skills' && one.requirement_id === requirement_id)
    const quote = factor && quotes.get(factor)
    return factor ? { requirement: i + 1, kind: factor.kind, ...(quote !== undefined && { quote }) } : []
  })
  return JSON.stringify({
    candidate,
    score: score / 100,
    components: Object.fromEntries(scores.map((component) => [component.name, component.score / 100])),
    meets,
  })
}

function quoteRefusal(
  one: Best | undefined,
  { requirementId }: RerankMove,
  quote: string,
  quotes: ReadonlyMap<Factor, string>,
): RerankRefusal | undefined {
  const factor = one && reasonsOf(one).find(({ requirement_id }) => requirement_id === requirementId)
  const stands = factor && quote.trim() !== '' && quotes.get(factor)?.includes(quote)
  return stands ? undefined : 'not_quoted'
}
