import { createHash } from 'node:crypto'
import type { Effect } from '#src/db/scope.ts'
import type { Tx } from '#src/db/tx.ts'
import { AppError } from '#src/lib/errors.ts'
import { idempotencyErrors } from './errors.ts'
import type { IdempotencyRepo, RenderedAnswer, StoredAnswer } from './idempotency.repo.ts'

/** What makes two requests the same one. */
export interface IdempotencyScope {
  /** Hash of tenant, principal, method, path and key. */
  scopeHash: string
  /** Hash of what was sent: the canonical JSON of the body, or the fields and file hashes of a multipart one. */
  fingerprint: string
}

/** How the caller's transactions are opened, and how a stored body is kept from readers of the database. */
export interface IdempotencyPorts {
  repo: IdempotencyRepo
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  seal(body: string): string
  open(stored: string): string
}

interface Work {
  /** Runs the handler; its one write transaction is wrapped by the effect. */
  execute(effect: Effect): Promise<unknown>
  render(result: unknown): RenderedAnswer
  renderError(error: AppError): RenderedAnswer
  /** The answer that any error means. */
  toAppError(error: unknown): AppError
}

const WAIT_MS = 10_000
/** Requests of this process that are being worked on; those of others show as locked rows. */
const inFlight = new Map<string, Promise<unknown>>()

/**
 * Runs `work` at most once for a scope. The key's row is claimed by the first statement of the effect's transaction
 * and filled by its commit, so an answer is stored exactly when its effect is: a crash in between loses neither.
 */
export async function runOnce(
  scope: IdempotencyScope,
  ports: IdempotencyPorts,
  work: Work,
): Promise<RenderedAnswer> {
  const deadline = performance.now() + WAIT_MS
  for (;;) {
    await settled(inFlight.get(scope.scopeHash), deadline)
    const stored = await ports.read((tx) => ports.repo.find(tx, scope.scopeHash))
    if (stored) return replay(stored, scope, ports)
    if (inFlight.has(scope.scopeHash)) continue
    const attempt = attemptOnce(scope, ports, work)
    inFlight.set(scope.scopeHash, attempt)
    try {
      return await attempt
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error
      if (performance.now() > deadline) throw stillInFlight()
    } finally {
      inFlight.delete(scope.scopeHash)
    }
  }
}

/** Another process holds the key, or has just committed it. */
class KeyTaken extends Error {}

const LOCK_TIMEOUT = '55P03'

async function attemptOnce(
  scope: IdempotencyScope,
  ports: IdempotencyPorts,
  work: Work,
): Promise<RenderedAnswer> {
  const { repo } = ports
  const claim = async (tx: Tx) => {
    const claimed = await repo
      .claim(tx, scope.scopeHash, scope.fingerprint)
      .catch((error: { code?: string }) => {
        if (error.code === LOCK_TIMEOUT) return false
        throw error
      })
    if (!claimed) throw new KeyTaken()
  }
  const store = (tx: Tx, answer: RenderedAnswer) =>
    repo.store(tx, scope.scopeHash, { ...answer, body: ports.seal(answer.body) })
  let answer: RenderedAnswer | undefined
  const effect: Effect = {
    rollback: false,
    begin: claim,
    finish: (tx, result) => {
      answer = work.render(result)
      store(tx, answer)
    },
  }
  const alone = async (late: RenderedAnswer) => {
    await ports.write(async (tx) => {
      await claim(tx)
      store(tx, late)
    })
    return late
  }
  try {
    const result = await work.execute(effect)
    return answer ?? (await alone(work.render(result)))
  } catch (error) {
    if (error instanceof KeyTaken) throw error
    const known = work.toAppError(error)
    if (isDeterministic(known)) return alone(work.renderError(known))
    throw error
  }
}

/** The same request would be refused again: so it is answered again. */
const isDeterministic = ({ kind }: AppError) => [404, 409, 412, 422].includes(kind.status)

function replay(stored: StoredAnswer, scope: IdempotencyScope, ports: IdempotencyPorts): RenderedAnswer {
  if (stored.fingerprint !== scope.fingerprint) throw new AppError(idempotencyErrors.key_reused)
  if (stored.status === null || stored.body === null) throw stillInFlight()
  const headers = JSON.parse(stored.headers ?? '{}') as Record<string, string>
  return {
    status: stored.status,
    headers: { ...headers, 'idempotency-replayed': 'true' },
    body: ports.open(stored.body),
  }
}

const stillInFlight = () => new AppError(idempotencyErrors.in_flight, { headers: { 'retry-after': '1' } })

/** Waits for `first` to end either way, at most until the deadline. */
async function settled(first: Promise<unknown> | undefined, deadline: number): Promise<void> {
  if (!first) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), Math.max(0, deadline - performance.now()))
  })
  const outcome = await Promise.race([
    first.then(
      () => 'ended',
      () => 'ended',
    ),
    late,
  ])
  clearTimeout(timer)
  if (outcome === 'late') throw stillInFlight()
}

export const sha256 = (...parts: string[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest('hex')
}
