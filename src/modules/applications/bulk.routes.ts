import { defineRoute } from '#src/http/route.ts'
import { applicationErrors } from './applications.errors.ts'
import { writeApplications } from './applications.policy.ts'
import { BULK_ITEMS, bulkBody, bulkSchema } from './bulk.schemas.ts'
import { startBulk } from './bulk.service.ts'

export const bulkApplicationRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/bulk/applications',
    operationId: 'changeApplicationsInBulk',
    summary: 'Move, reject, withdraw or tag many applications',
    description:
      `Up to ${BULK_ITEMS}, each as if by itself and in your name, with the permissions you have when its turn comes. ` +
      'What one of them refuses keeps no other from being done: the operation counts them, and lists what became of each.',
    tag: 'Applications',
    access: writeApplications,
    body: bulkBody,
    // They come after the answer, which a dry run cannot show.
    outsideEffects: true,
    success: { status: 202, schema: bulkSchema },
    errors: [applicationErrors.unknown_stage, applicationErrors.unknown_reason],
    handler: (ctx, { body }) => startBulk(ctx, body),
  }),
]
