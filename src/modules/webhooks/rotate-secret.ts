import type { OldSecret } from '#src/db/schema/webhooks.ts'
import { withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { endpointSecrets, newSecret } from './endpoint-secrets.ts'
import { lockEndpoint, readSecrets, updateEndpoint } from './endpoints.repo.ts'
import { forgetSecretsTask, stillValid } from './forget-secrets.tasks.ts'
import { presentEndpoint } from './webhooks.present.ts'
import { found } from './webhooks.service.ts'

/** Beside the current one: a second rotation within an overlap cuts nobody off, a third ends the oldest. */
const MAX_OLD_SECRETS = 2

const HOUR_MS = 60 * 60_000

/** Makes a new secret; the ones before still sign for a while, unless `overlapHours` is 0. @throws AppError 412 */
export function rotateSecret(
  ctx: RequestContext,
  id: string,
  overlapHours: number,
  ifMatch: number | undefined,
) {
  const secret = newSecret()
  return withTenant(ctx, async (tx) => {
    const endpoint = found(await lockEndpoint(tx, id))
    assertVersion(ifMatch, endpoint.version)
    const { secretSealed = '', oldSecrets = [] } = (await readSecrets(tx, id)) ?? {}
    const seals = endpointSecrets(ctx.app.envelope, tx.tenantId, id)
    const until = new Date(tx.now.getTime() + overlapHours * HOUR_MS)
    const replaced: OldSecret = {
      sealed: seals.sealOldSecret(seals.openSecret(secretSealed)),
      until: until.toISOString(),
    }
    const kept = stillValid(oldSecrets, tx.now)
    const change = {
      secretSealed: seals.sealSecret(secret),
      oldSecrets: overlapHours === 0 ? [] : [replaced, ...kept].slice(0, MAX_OLD_SECRETS),
      version: endpoint.version + 1,
      updatedAt: tx.now,
    }
    updateEndpoint(tx, id, change)
    enqueue(tx, ctx, forgetSecretsTask, { endpoint_id: id })
    return {
      ...presentEndpoint({ ...endpoint, ...change }),
      secret,
      old_secret_until: overlapHours === 0 ? null : until.toISOString(),
    }
  })
}
