import type { AppContext } from '#src/context.ts'
import type { Actor } from '#src/db/schema/events.ts'
import { type TenantScope, wholeTenant } from '#src/db/scope.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { PublicContext } from '#src/http/context.ts'
import { tenantErrors } from '#src/http/errors.ts'
import { AppError } from '#src/lib/errors.ts'
import { sameHash } from '#src/lib/purpose-token.ts'
import { tenantOf } from '#src/modules/tenants/index.ts'
import { AS_CANDIDATE } from './conversation.ts'
import { screeningErrors } from './screening.errors.ts'
import { screeningTokens } from './screening-token.ts'
import { findEvenHidden, lockEvenHidden, type SessionRow } from './sessions.repo.ts'
import { endsAt, isOpen } from './states.ts'

/** Whoever holds the link of a screening: the scope of their transactions, and what proves the token there. */
export interface Holder extends TenantScope {
  readonly app: AppContext
  readonly actor: Actor
  readonly sessionId: string
  readonly hash: string
  readonly company: string
}

/** Somebody with a token of the form, for the screening of the path. @throws AppError 401, 403 */
export async function holderOf(
  ctx: PublicContext,
  text: string | undefined,
  sessionId: string,
): Promise<Holder> {
  const token = text === undefined ? undefined : screeningTokens.read(text)
  const tenant = token?.id === sessionId ? await tenantOf(ctx.app, token.tenantId) : undefined
  if (!token || !tenant) throw unknownToken()
  if (tenant.status !== 'active')
    throw new AppError(tenant.status === 'suspended' ? tenantErrors.suspended : tenantErrors.cancelled)
  return {
    ...wholeTenant({ ...ctx, tenantId: token.tenantId }),
    app: ctx.app,
    actor: AS_CANDIDATE,
    sessionId,
    hash: token.hash,
    company: tenant.name,
  }
}

const unknownToken = () =>
  new AppError(screeningErrors.unknown_token, {
    headers: { 'www-authenticate': 'Bearer realm="shortlist"' },
  })

/** How long an ended screening can still be read, so that a stream that broke off is read to its end. */
const GRACE_MS = 15 * 60_000

/** The screening, for reading. @throws AppError 401, 410 */
export async function readHeld(tx: TenantTx, holder: Holder): Promise<SessionRow> {
  const session = proven(holder, await findEvenHidden(tx, holder.sessionId))
  assertReadable(session, tx.now)
  return session
}

/** The screening, with other writers of it waiting; `assertWritable` says whether it may be changed. @throws AppError 401, 410 */
export async function lockHeld(tx: TenantTx, holder: Holder): Promise<SessionRow> {
  const session = proven(holder, await lockEvenHidden(tx, holder.sessionId))
  assertReadable(session, tx.now)
  return session
}

/** One that is not there and one that has another token are answered alike. */
function proven({ hash }: Holder, session: SessionRow | undefined): SessionRow {
  if (!session?.tokenHash || !sameHash(session.tokenHash, hash)) throw unknownToken()
  return session
}

function assertReadable(session: SessionRow, now: Date): void {
  if (session.state === 'expired' || session.expiresAt <= now) throw new AppError(screeningErrors.expired)
  if (session.endedAt && session.endedAt.getTime() + GRACE_MS <= now.getTime()) throw over(session)
}

/** Holds by the clock, also where the task that ends screenings is late. @throws AppError 410 */
export function assertWritable(session: SessionRow, now: Date): void {
  const ends = endsAt(session)
  if (!ends || ends <= now || !session.isWanted) throw over(session)
}

/** Also before the task that closes what nobody needs any more. It does not say what became of the application. */
function over({ state, endReason, isWanted }: SessionRow): AppError {
  const isUnwanted = isOpen(state) ? !isWanted : endReason === 'no_longer_needed'
  return new AppError(isUnwanted ? screeningErrors.no_longer_needed : screeningErrors.ended, {
    members: { current_state: state },
  })
}
