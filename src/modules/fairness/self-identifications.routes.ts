import { defineRoute } from '#src/http/route.ts'
import { applicationErrors } from '#src/modules/applications/index.ts'
import { listAccesses } from './eeo-accesses.ts'
import { countSelfIdentifications, writeSelfIdentifications } from './fairness.policy.ts'
import {
  accessListQuery,
  accessPage,
  applicationParams,
  selfIdentificationBody,
} from './self-identifications.schemas.ts'
import { writeSelfIdentification } from './self-identifications.service.ts'

const tag = 'Fairness'

export const selfIdentificationRoutes = [
  defineRoute({
    method: 'PUT',
    url: '/v1/applications/:id/self-identification',
    operationId: 'writeSelfIdentification',
    summary: 'Keep what an applicant says about themselves',
    description:
      'Voluntary, and kept apart from all that selects among applicants: no address answers a row of it, only audits count it. Each write is logged.',
    tag,
    access: writeSelfIdentifications,
    params: applicationParams,
    body: selfIdentificationBody,
    success: { status: 204 },
    errors: [applicationErrors.not_found],
    handler: (ctx, { params, body }) => writeSelfIdentification(ctx, params.id, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/eeo-accesses',
    operationId: 'listEeoAccesses',
    summary: 'List who wrote or counted answers about sex, race and the like',
    tag,
    access: countSelfIdentifications,
    query: accessListQuery,
    success: { status: 200, schema: accessPage },
    handler: (ctx, { query }) => listAccesses(ctx, query),
  }),
]
