import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { OutboundError } from '#src/platform/outbound/outbound-error.ts'
import type { Catalogue } from './catalogue.ts'
import { failDeliveriesOf } from './deliveries.repo.ts'
import { endpointSecrets, newSecret } from './endpoint-secrets.ts'
import * as repo from './endpoints.repo.ts'
import { unknownMembers } from './event-filter.ts'
import { webhookErrors } from './webhooks.errors.ts'
import { type Endpoint, presentEndpoint } from './webhooks.present.ts'
import type { EndpointCreate, EndpointPatch } from './webhooks.schemas.ts'

const MAX_ENDPOINTS = 20
const DEFAULT_ATTEMPTS = 10

/** @throws AppError 409 past the limit, 422 for a URL that cannot be a destination or a filter that lets nothing pass */
export async function createEndpoint(ctx: RequestContext, input: EndpointCreate, catalogue: Catalogue) {
  const { events, filter = null } = input
  assertFilter({ events, filter }, catalogue)
  await assertDestination(ctx, input.url)
  const headers = input.headers ?? {}
  const secret = newSecret()
  return withTenant(ctx, async (tx) => {
    if ((await repo.countEndpointsInTurn(tx)) >= MAX_ENDPOINTS) {
      throw new AppError(webhookErrors.limit, { members: { limit: MAX_ENDPOINTS } })
    }
    const row: repo.EndpointRow = {
      id: newId(),
      url: input.url,
      description: input.description ?? null,
      events,
      filter,
      headerNames: Object.keys(headers),
      status: 'active',
      statusReason: null,
      maxAttempts: input.max_attempts ?? DEFAULT_ATTEMPTS,
      ...UNTRIED,
      createdBy: ctx.principal.userId,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    const { sealSecret, sealHeaders } = endpointSecrets(ctx.app.envelope, tx.tenantId, row.id)
    const sealed = { secretSealed: sealSecret(secret), oldSecrets: [], headersSealed: sealHeaders(headers) }
    repo.insertEndpoint(tx, { ...row, ...sealed })
    return { ...presentEndpoint(row), secret }
  })
}

const UNTRIED = {
  firstFailingAt: null,
  failureCount: 0,
  lastSuccessAt: null,
  lastFailureAt: null,
  sender: null,
  sendingUntil: null,
}

/** A member that no event has would keep every event away. */
function assertFilter({ events, filter }: Pick<repo.Recipient, 'events' | 'filter'>, { members }: Catalogue) {
  const unknown = unknownMembers(filter, events, members)
  if (unknown.length === 0) return
  const errors = unknown.map((member) => ({
    pointer: `/filter/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    code: 'unknown_member',
    message: 'is in the data of no event that is asked for',
  }))
  throw new AppError(webhookErrors.invalid_filter, { errors })
}

/** Asks a name server, so it comes before the transaction. */
async function assertDestination(ctx: RequestContext, url: string): Promise<void> {
  try {
    await ctx.app.outbound.checkResolved(url)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    const errors = [{ pointer: '/url', code: error.reason, message: error.message }]
    throw new AppError(webhookErrors.invalid_url, { errors, cause: error })
  }
}

export const listEndpoints = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listEndpoints(tx, request), presentEndpoint))

export const readEndpoint = (ctx: RequestContext, id: string): Promise<Endpoint> =>
  readTenantOnce(ctx, async (tx) => presentEndpoint(found(await repo.findEndpoint(tx, id))))

/** Changes what is given; `headers` are replaced as a whole. @throws AppError as `createEndpoint` */
export async function updateEndpoint(
  ctx: RequestContext,
  id: string,
  patch: EndpointPatch,
  { ifMatch, catalogue }: { ifMatch: number | undefined; catalogue: Catalogue },
): Promise<Endpoint> {
  if (patch.url !== undefined) await assertDestination(ctx, patch.url)
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockEndpoint(tx, id))
    assertVersion(ifMatch, before.version)
    if (Object.keys(patch).length === 0) return presentEndpoint(before)
    const headers = patch.headers === null ? {} : patch.headers
    const after: repo.EndpointRow = {
      ...before,
      url: patch.url ?? before.url,
      description: patch.description === undefined ? before.description : patch.description,
      events: patch.events ?? before.events,
      filter: patch.filter === undefined ? before.filter : patch.filter,
      headerNames: headers ? Object.keys(headers) : before.headerNames,
      maxAttempts: patch.max_attempts ?? before.maxAttempts,
      version: before.version + 1,
      updatedAt: tx.now,
    }
    assertFilter(after, catalogue)
    const { sealHeaders } = endpointSecrets(ctx.app.envelope, tx.tenantId, id)
    repo.updateEndpoint(tx, id, { ...after, ...(headers && { headersSealed: sealHeaders(headers) }) })
    return presentEndpoint(after)
  })
}

/** What was still to be delivered fails. */
export async function deleteEndpoint(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const endpoint = found(await repo.lockEndpoint(tx, id))
    assertVersion(ifMatch, endpoint.version)
    const forgotten = { secretSealed: '', oldSecrets: [], headersSealed: '' }
    const version = endpoint.version + 1
    repo.updateEndpoint(tx, id, { ...forgotten, deletedAt: tx.now, updatedAt: tx.now, version })
    failDeliveriesOf(tx, id)
  })
}

/** @throws AppError 404 */
export function found(row: repo.EndpointRow | undefined): repo.EndpointRow {
  if (!row) throw new AppError(webhookErrors.not_found)
  return row
}
