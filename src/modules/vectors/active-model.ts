import { readTenantOnce } from '#src/db/tenant.ts'
import type { ActingContext } from '#src/http/context.ts'
import { EmbeddingError } from '#src/platform/embedding/embedder.ts'
import { BUILTIN, embedNow, type Registered } from './embedders.ts'
import { findActiveModel } from './models.repo.ts'
import { storeOf } from './stores/open-store.ts'
import { type ModelVector, tenantOf, type VectorModel } from './vector-store.ts'

type Serving = Registered & VectorModel

/** What searches of the tenant compare with now. */
const servingModel = async (ctx: ActingContext): Promise<Serving> =>
  (await readTenantOnce(ctx, findActiveModel)) ?? { provider: 'builtin', ...BUILTIN }

/** `vector` is absent where a text says nothing to the model; `unavailable`: why the tenant's provider made none. */
interface TextVector {
  vector?: ModelVector
  unavailable?: string
}

/** A text as the model that serves sees it. @throws AppError `server.unavailable` */
export async function vectorOfText(ctx: ActingContext, text: string): Promise<TextVector> {
  const model = await servingModel(ctx)
  try {
    const [values] = await embedNow(ctx, model, [text])
    return values?.some((value) => value !== 0) ? { vector: { model, values } } : {}
  } catch (error) {
    if (error instanceof EmbeddingError && error.reason) return { unavailable: error.reason }
    throw error
  }
}

/** The vector of a candidate that searches compare with; undefined where there is none. */
export async function vectorOfCandidate(ctx: ActingContext, id: string): Promise<ModelVector | undefined> {
  const model = await servingModel(ctx)
  return storeOf(ctx.app).read({ tenant: tenantOf(ctx), subject: 'candidate', model, id })
}
