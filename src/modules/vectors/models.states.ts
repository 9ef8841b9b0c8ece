import type { EMBEDDING_STATES } from '#src/db/schema/vectors.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { AppError } from '#src/lib/errors.ts'
import { emit } from '#src/platform/events/events.ts'
import { embeddingModelErrors } from './models.errors.ts'
import { modelUpdated } from './models.events.ts'
import { type ModelRow, updateModel } from './models.repo.ts'

type State = (typeof EMBEDDING_STATES)[number]

const ACTIONS = {
  reindex: {
    from: ['pending', 'ready', 'active'],
    needs: 'needs a model that is not being indexed or retired',
  },
  activate: { from: ['ready'], needs: 'needs a model whose vectors are complete' },
  retire: { from: ['pending', 'indexing', 'ready', 'active'], needs: 'needs a model that is not retired' },
} as const satisfies Record<string, { from: readonly State[]; needs: string }>

export type ModelAction = keyof typeof ACTIONS

const allows = (state: State, action: ModelAction) =>
  (ACTIONS[action].from as readonly State[]).includes(state)

/** @throws AppError 409 with what would be allowed instead */
export function assertAllowed(state: State, action: ModelAction): void {
  if (allows(state, action)) return
  const names = Object.keys(ACTIONS) as ModelAction[]
  throw new AppError(embeddingModelErrors.invalid_transition, {
    detail: `A model that is ${state} does not allow ${action}.`,
    members: {
      current_state: state,
      attempted: action,
      allowed: names.filter((name) => allows(state, name)),
      reasons: Object.fromEntries(
        names.filter((name) => !allows(state, name)).map((name) => [name, ACTIONS[name].needs]),
      ),
    },
  })
}

type Changes = Partial<Pick<ModelRow, 'state' | 'operationId' | 'indexedTo'>>

/** Writes a change and tells of it, as far as a client sees it. */
export function changeModel(
  tx: TenantTx,
  context: Parameters<typeof emit>[1],
  before: ModelRow,
  changes: Changes,
): ModelRow {
  const saved = { ...before, ...changes, version: before.version + 1, updatedAt: tx.now }
  updateModel(tx, before.id, { ...changes, version: saved.version, updatedAt: saved.updatedAt })
  const changed = [
    ...(saved.state === before.state ? [] : ['state']),
    ...(saved.operationId === before.operationId ? [] : ['operation_id']),
  ]
  emit(tx, context, modelUpdated, saved.id, { ...payloadOf(saved), changed })
  return saved
}

export const payloadOf = ({ provider, state, version }: ModelRow) => ({ provider, state, version })
