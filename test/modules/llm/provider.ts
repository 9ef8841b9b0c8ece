import { newId } from '#src/lib/ids.ts'
import type { CallContext } from '#src/modules/llm/index.ts'
import type { TestApi, TestTenant } from '#test/support/api.ts'
import type { LlmStub } from '#test/support/llm-stub.ts'

export const PATH = '/v1/llm-providers'

/** A configuration whose model costs 2 USD a million tokens in and 10 out, at the stub. */
export async function addProvider(
  { admin }: Pick<TestTenant, 'admin'>,
  { origin }: Pick<LlmStub, 'origin'>,
  fields: object = {},
) {
  const body = {
    provider: 'openai',
    name: 'Production',
    api_key: 'sk-test-0123456789abcdef',
    endpoint: `${origin}/v1`,
    default_model: 'gpt-6-sol',
    ...fields,
  }
  const answer = await admin.post(PATH, body)
  if (answer.status !== 201) throw new Error(`no provider was made: ${answer.text}`)
  return answer.body as { id: string; version: number }
}

/** As a task of the tenant calls models. */
export const callerOf = ({ context }: Pick<TestApi, 'context'>, tenantId: string): CallContext => ({
  app: context,
  db: context.db,
  clock: context.clock,
  tenantId,
  actorId: null,
  visibility: 'tenant',
  requestId: newId(),
  actor: { type: 'system', id: null },
})
