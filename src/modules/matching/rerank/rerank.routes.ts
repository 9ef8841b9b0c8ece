import { defineRoute } from '#src/http/route.ts'
import { jobErrors } from '#src/modules/jobs/index.ts'
import { readMatches, runMatches } from '../matching.policy.ts'
import { matchParams } from '../matching.schemas.ts'
import { rerankBody, rerankSchema } from './rerank.schemas.ts'
import { readRerank, rerankShortlist } from './rerank.service.ts'

const tag = 'Matching'

export const matchRerankRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/jobs/:id/matches/rerank',
    operationId: 'rerankMatches',
    summary: 'Have a model propose another order of the best of a job',
    description:
      'Where the tenant has switched it on. A model of the tenant looks at the factors of the first 20 and proposes who may ' +
      'change places, each with a requirement and a quote. A move counts where the scores differ by no more than the bound and ' +
      'the factors bear it out; scores, and all other lists, stay as they are. The same ranking is asked about once.',
    tag,
    access: runMatches,
    outsideEffects: true,
    params: matchParams,
    body: rerankBody,
    success: { status: 200, schema: rerankSchema },
    errors: [jobErrors.not_found],
    handler: (ctx, { params }) => rerankShortlist(ctx, params.id),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/jobs/:id/matches/rerank',
    operationId: 'readReranking',
    summary: 'Read the best of a job in the order that a model proposed',
    description:
      'By score, with the reason, where none was asked, or the ranking has changed since. No model is asked.',
    tag,
    access: readMatches,
    params: matchParams,
    success: { status: 200, schema: rerankSchema },
    errors: [jobErrors.not_found],
    handler: (ctx, { params }) => readRerank(ctx, params.id),
  }),
]
