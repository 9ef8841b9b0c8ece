import { readTenant, readTenantOnce } from '#src/db/tenant.ts'
import { findPrimaryParse } from '#src/modules/resumes/index.ts'
import { embeddedText } from '#src/modules/scoring/candidate-profile.ts'
import { assertDimensions } from '#src/platform/embedding/embedder.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { embedderOf, type Registered } from './embedders.ts'
import { findModel } from './models.repo.ts'
import { storeOf } from './stores/open-store.ts'
import { tenantOf, type VectorModel } from './vector-store.ts'

/** A model whose vectors follow the candidates; one without an id is the built-in one. */
export type KeptModel = Registered & VectorModel & { id?: string }

type Parse = NonNullable<Awaited<ReturnType<typeof findPrimaryParse>>>

/** Of changes that never stop, the last makes a task of its own. */
const ROUNDS = 5

/**
 * Brings the vectors of candidates in line with their primary resumes; without a resume that was read there is none.
 * A store knows nothing of which text is newer, so what changed while it was written is written again: of two at once,
 * the one that writes last has read what stands.
 */
export async function embedCandidates(ctx: TaskContext, model: KeptModel, ids: string[]): Promise<void> {
  let waiting = ids
  let sources = await readSources(ctx, waiting)
  for (let round = 0; round < ROUNDS && waiting.length > 0; round++) {
    ctx.signal.throwIfAborted()
    await store(ctx, model, waiting, sources)
    const now = await readSources(ctx, waiting)
    const before = sources
    waiting = waiting.filter((id) => editionOf(now.get(id)) !== editionOf(before.get(id)))
    sources = now
  }
  if (await isCleared(ctx, model)) await forgetCandidates(ctx, model, ids)
}

/** What a model knows of candidates whose resumes are others by now. */
export const forgetCandidates = (ctx: TaskContext, model: KeptModel, ids: string[]): Promise<void> =>
  storeOf(ctx.app).remove({ ...placeOf(ctx, model), ids })

/** Whoever retires a model has its vectors removed: those that were under way then are removed here. */
async function isCleared(ctx: TaskContext, { id, provider }: KeptModel): Promise<boolean> {
  if (id === undefined || provider === 'builtin') return false
  return (await readTenantOnce(ctx, (tx) => findModel(tx, id)))?.state === 'retired'
}

const placeOf = (ctx: TaskContext, model: KeptModel) =>
  ({ tenant: tenantOf(ctx), subject: 'candidate', model }) as const

const readSources = (ctx: TaskContext, ids: string[]): Promise<Map<string, Parse>> =>
  readTenant(ctx, async (tx) => {
    const found = new Map<string, Parse>()
    for (const id of ids) {
      const parse = await findPrimaryParse(tx, id)
      if (parse) found.set(id, parse)
    }
    return found
  })

const editionOf = (parse: Parse | undefined) => parse && `${parse.resumeId}:${parse.updatedAt.getTime()}`

async function store(
  ctx: TaskContext,
  model: KeptModel,
  ids: string[],
  sources: Map<string, Parse>,
): Promise<void> {
  const embedder = embedderOf(ctx, model)
  const read = ids.flatMap((id) => {
    const parse = sources.get(id)
    return parse ? [{ id, text: embeddedText(parse.parsedData, parse.provenance, parse.text) }] : []
  })
  const made = await embedder.embed(read.map(({ text }) => text))
  assertDimensions(made, embedder)
  const vectors = read.flatMap(({ id }, i) => {
    const values = made[i] ?? []
    return saysSomething(values) ? [{ id, values }] : []
  })
  const kept = new Set(vectors.map(({ id }) => id))
  const place = placeOf(ctx, model)
  await storeOf(ctx.app).upsert({ ...place, vectors })
  await storeOf(ctx.app).remove({ ...place, ids: ids.filter((id) => !kept.has(id)) })
}

/** Zero is near to nothing, and some stores refuse it. */
const saysSomething = (values: number[]) => values.some((value) => value !== 0)
