import { defineRoute } from '#src/http/route.ts'
import { candidateErrors, readCandidates } from '#src/modules/candidates/index.ts'
import {
  candidateSearch,
  candidateSearchPage,
  similarPage,
  similarParams,
  similarQuery,
} from './search.schemas.ts'
import { listSimilarCandidates, searchCandidates } from './search.service.ts'

const tag = 'Candidates'

export const searchRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/candidates/search',
    operationId: 'searchCandidates',
    summary: 'Search candidates, the best first',
    description:
      'Words are looked for in names, the profile and the primary resume; meaning in what the primary resume says of work.',
    tag,
    access: readCandidates,
    body: candidateSearch,
    success: { status: 200, schema: candidateSearchPage },
    handler: (ctx, { body }) => searchCandidates(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id/similar',
    operationId: 'listSimilarCandidates',
    summary: 'List the candidates whose resumes are the most similar',
    description:
      'At most 200, the nearest first, equal ones by id. Empty for a candidate without a resume that was read.',
    tag,
    access: readCandidates,
    params: similarParams,
    query: similarQuery,
    success: { status: 200, schema: similarPage },
    errors: [candidateErrors.not_found],
    handler: (ctx, { params, query }) => listSimilarCandidates(ctx, params.id, query),
  }),
]
