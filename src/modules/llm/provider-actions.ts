import { randomInt } from 'node:crypto'
import type { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { AppError } from '#src/lib/errors.ts'
import { emit } from '#src/platform/events/events.ts'
import type { ModelCall } from './call.ts'
import { callModel } from './call-model.ts'
import { llmProviderErrors as errors } from './llm.errors.ts'
import { providerRevoked, providerUpdated } from './llm.events.ts'
import type { testResultSchema } from './llm.schemas.ts'
import { connectionTest } from './prompts/connection-test.v1.ts'
import { lastFourOf, providerKey } from './provider-key.ts'
import { type Provider, presentProvider } from './providers.present.ts'
import * as repo from './providers.repo.ts'
import { assertUsable, factOf, found, SHREDDED } from './providers.service.ts'

type TestResult = z.input<typeof testResultSchema>

/** Makes one small call, whether the configuration is active or not. It counts and costs like any other. */
export async function testProvider(ctx: RequestContext, id: string): Promise<TestResult> {
  const provider = found(await readTenantOnce(ctx, (tx) => repo.findProvider(tx, id)))
  assertUsable(provider)
  return tryOut(ctx, provider, { providerId: id })
}

/**
 * Replaces the key once a call with the new one has succeeded; until then, and if it does not, all calls go on with the
 * old one. Calls under way end with the key they began with. @throws AppError 409, 412, 422
 */
export async function rotateKey(
  ctx: RequestContext,
  id: string,
  apiKey: string,
  ifMatch: number | undefined,
): Promise<Provider> {
  const before = found(await readTenantOnce(ctx, (tx) => repo.findProvider(tx, id)))
  assertVersion(ifMatch, before.version)
  assertUsable(before)
  const keySealed = providerKey(ctx.app.envelope, ctx.tenantId, id).seal(apiKey)
  const { ok, reason } = await tryOut(ctx, before, { providerId: id, keySealed })
  if (!ok) throw new AppError(errors.test_failed, { members: { reason } })
  return withTenant(ctx, async (tx) => {
    const row = found(await repo.lockProvider(tx, id))
    assertUsable(row)
    assertVersion(ifMatch, row.version)
    const keyLastFour = lastFourOf(apiKey)
    const after = { ...row, keyLastFour, keyChangedAt: tx.now, version: row.version + 1, updatedAt: tx.now }
    repo.updateProvider(tx, id, { ...after, keySealed })
    emit(tx, ctx, providerUpdated, id, { ...factOf(after), changed: ['key'] })
    return presentProvider(after)
  })
}

/** Shreds the key: no call is made with it from now on, and nobody can open it again. */
export function revokeKey(ctx: RequestContext, id: string, ifMatch: number | undefined): Promise<Provider> {
  return withTenant(ctx, async (tx) => {
    const row = found(await repo.lockProvider(tx, id))
    assertVersion(ifMatch, row.version)
    assertUsable(row)
    const version = row.version + 1
    const after = { ...row, revokedAt: tx.now, keyLastFour: null, active: false, version, updatedAt: tx.now }
    repo.updateProvider(tx, id, { ...after, ...SHREDDED })
    emit(tx, ctx, providerRevoked, id, factOf(after))
    return presentProvider(after)
  })
}

async function tryOut(
  ctx: RequestContext,
  { id, defaultModel }: repo.ProviderRow,
  only: NonNullable<ModelCall<never, never>['only']>,
): Promise<TestResult> {
  const startedAt = performance.now()
  const result = await callModel(ctx, {
    feature: 'connection_test',
    entity: { type: 'llm_provider', id },
    prompt: connectionTest,
    // Another one each time, so that no proxy answers from memory.
    input: { word: `w${randomInt(1_000_000)}` },
    maxOutputTokens: TEST_OUTPUT_TOKENS,
    timeoutMs: TEST_TIMEOUT_MS,
    only,
  })
  return {
    ok: result.ok,
    reason: result.ok ? null : result.reason,
    model: defaultModel,
    latency_ms: Math.round(performance.now() - startedAt),
    cost_micro_usd: result.usage.costMicroUsd,
    lineage_id: result.lineageId,
  }
}

/** Models that reason before they answer need some for that. */
const TEST_OUTPUT_TOKENS = 1_000
const TEST_TIMEOUT_MS = 15_000
