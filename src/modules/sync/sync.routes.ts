import { defineRoute } from '#src/http/route.ts'
import { type Feed, feeds } from './feeds.ts'
import { syncErrors } from './sync.errors.ts'
import { syncPageOf, syncQuery } from './sync.schemas.ts'
import { readSync } from './sync.service.ts'

const { invalid_token, whole_tenant_only, token_expired } = syncErrors

const syncRoute = (feed: Feed) =>
  defineRoute({
    method: 'GET',
    url: `/v1/sync/${feed.name}`,
    operationId: `sync${feed.title}s`,
    summary: `Keep a copy of ${feed.name}`,
    description: `Begin without a token, then ask with the last \`next_token\`, for as long as you like: first every row, then every
change once, in the order of \`sequence\`. A copy that takes over each \`data\`, and removes a row where it is null, ends
equal to ours. \`has_more\` false means up to date: ask again later. Changes are kept for 30 days; an older token is
answered with 410. For those who see the whole tenant.`,
    tag: 'Sync',
    access: feed.access,
    query: syncQuery,
    success: { status: 200, schema: syncPageOf(feed) },
    errors: [invalid_token, whole_tenant_only, token_expired],
    handler: (ctx, { query }) => readSync(ctx, feed, query),
  })

export const syncRoutes = feeds.map(syncRoute)
