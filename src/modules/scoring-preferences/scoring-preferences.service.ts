import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { clientErrors, findClient } from '#src/modules/clients/index.ts'
import {
  activate,
  findActive,
  gateFailed,
  lockPreferences,
  putWeights,
  reject,
  rollback,
} from './change-preferences.ts'
import type { CounterfactualGate } from './gate.ts'
import * as repo from './preferences.repo.ts'
import { completed } from './preferences-in-force.ts'
import { preferencesErrors } from './scoring-preferences.errors.ts'
import { type InForce, presentInForce, presentVersion, type Version } from './scoring-preferences.present.ts'
import type { preferencesBody } from './scoring-preferences.schemas.ts'

/** What is in force for a client, or for jobs without one. @throws AppError 404 */
export const readPreferences = (ctx: RequestContext, clientId: string | null): Promise<InForce> =>
  readTenant(ctx, async (tx) => {
    if (clientId !== null && !(await findClient(tx, clientId))) throw new AppError(clientErrors.not_found)
    return presentInForce(clientId, await repo.listActive(tx, clientId === null ? [] : [clientId]))
  })

/** Puts other preferences in force. @throws AppError 422 where the gate refuses them and nobody overrides it */
export async function replacePreferences(
  ctx: RequestContext,
  gateOf: CounterfactualGate,
  input: z.output<typeof preferencesBody>,
  ifMatch: number | undefined,
): Promise<InForce> {
  const { client_id: clientId = null, override_reason: overrideReason, weights } = input
  const gate = gateOf(weights)
  if (!gate.passed && !overrideReason) throw gateFailed(gate)
  return withTenant(ctx, async (tx) => {
    await repo.lockAll(tx)
    const before = await findActive(tx, clientId)
    assertVersion(ifMatch, before?.version ?? 0)
    if (before && saysTheSame(before, input)) return presentInForce(clientId, [before])
    const { preferred_skills: preferredSkills, remote_policy: remotePolicy } = input
    const content = { clientId, weights, preferredSkills, remotePolicy }
    const made = await putWeights(tx, ctx, { ...content, origin: 'manual' })
    const { row, operationId } = await activate(tx, ctx, made, { gate, overrideReason })
    return { ...presentInForce(clientId, [row]), operation_id: operationId }
  })
}

const saysTheSame = (row: repo.PreferencesRow, input: z.output<typeof preferencesBody>): boolean =>
  isDeepStrictEqual(completed(row.weights), input.weights) &&
  isDeepStrictEqual(input.preferred_skills ?? row.preferredSkills, row.preferredSkills) &&
  (input.remote_policy ?? row.remotePolicy) === row.remotePolicy

/** Puts what was in force before in force again. */
export const rollBackPreferences = (ctx: RequestContext, clientId: string | null): Promise<InForce> =>
  withTenant(ctx, async (tx) => {
    if (clientId !== null && !(await findClient(tx, clientId)))
      throw new AppError(preferencesErrors.unknown_client)
    const { restored, operationId } = await rollback(tx, ctx, clientId)
    const tenants = clientId === null ? [] : await repo.listActive(tx, [])
    return {
      ...presentInForce(clientId, [...tenants, ...(restored ? [restored] : [])]),
      operation_id: operationId,
    }
  })

export const listVersions = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => pageOf(await repo.listPreferences(tx, request), presentVersion))

export const readVersion = (ctx: RequestContext, id: string): Promise<Version> =>
  readTenantOnce(ctx, async (tx) => presentVersion(found(await repo.findPreferences(tx, id))))

/** Puts a version that waits in force. */
export async function activateVersion(
  ctx: RequestContext,
  gateOf: CounterfactualGate,
  id: string,
  overrideReason: string | null | undefined,
): Promise<Version> {
  const { weights } = await readTenantOnce(ctx, async (tx) => found(await repo.findPreferences(tx, id)))
  const gate = gateOf(completed(weights))
  return withTenant(ctx, async (tx) => {
    const { row } = await activate(tx, ctx, await lockPreferences(tx, id), { gate, overrideReason })
    return presentVersion(row)
  })
}

export const rejectVersion = (ctx: RequestContext, id: string): Promise<Version> =>
  withTenant(ctx, async (tx) => presentVersion(reject(tx, ctx, await lockPreferences(tx, id))))

function found(row: repo.PreferencesRow | undefined): repo.PreferencesRow {
  if (!row) throw new AppError(preferencesErrors.not_found)
  return row
}
