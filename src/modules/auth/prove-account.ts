import { withSystem } from '#src/db/system.ts'
import type { PublicContext } from '#src/http/context.ts'
import { requestErrors } from '#src/http/errors.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { loginErrors } from './auth.errors.ts'
import * as repo from './auth.repo.ts'
import { passwordSchema } from './auth.schemas.ts'
import { hashPassword, verifyPassword } from './passwords.ts'

const LOCK_AFTER = 10
const LOCK_MINUTES = 15

/**
 * The account whose password this is; wrong ones are counted, and lock it.
 * @throws AppError 401 for a wrong password or no account, 403 while locked
 */
export async function proveAccount(
  ctx: PublicContext,
  user: repo.UserRow | undefined,
  password: string,
): Promise<repo.UserRow> {
  if (user?.lockedUntil && user.lockedUntil > ctx.clock.now()) throw new AppError(loginErrors.locked)
  const right = await verifyPassword(password, user?.passwordHash)
  if (user && !right) await noteFailure(ctx, user)
  if (!user || !right || user.status !== 'active') throw new AppError(loginErrors.wrong_credentials)
  return user
}

async function noteFailure(ctx: PublicContext, user: repo.UserRow): Promise<void> {
  const lockedUntil = new Date(ctx.clock.now().getTime() + LOCK_MINUTES * 60_000)
  await withSystem(ctx.app, 'authenticate', async (tx) =>
    repo.noteFailedLogin(tx, user.id, { lockAfter: LOCK_AFTER, lockedUntil }),
  )
}

interface Person {
  email: string
  password: string
  fullName: string | undefined
}

/**
 * The account of an e-mail address that was proved to be theirs: the one there is, by its password, or a new one.
 * @throws AppError 401 and 403 as `proveAccount`, 422 for what a new account lacks
 */
export async function proveOrMakeAccount(
  ctx: PublicContext,
  person: Person,
): Promise<Pick<repo.UserRow, 'id' | 'fullName'>> {
  const find = () => withSystem(ctx.app, 'account', (tx) => repo.findUserByEmail(tx, person.email))
  const known = await find()
  if (known) return proveAccount(ctx, known, person.password)
  const fullName = assertComplete(person)
  const passwordHash = await hashPassword(person.password)
  const user = { id: newId(), email: person.email, fullName, passwordHash }
  const made = await withSystem(ctx.app, 'account', (tx) => repo.insertUserUnlessKnown(tx, user))
  return made ? user : proveAccount(ctx, await find(), person.password)
}

function assertComplete({ password, fullName }: Person): string {
  const lacking = [
    ...(passwordSchema.safeParse(password).success
      ? []
      : [{ field: 'password', message: 'at least 12 characters' }]),
    ...(fullName === undefined ? [{ field: 'full_name', message: 'needed for a new account' }] : []),
  ]
  if (fullName !== undefined && lacking.length === 0) return fullName
  throw new AppError(requestErrors.invalid_body, {
    errors: lacking.map(({ field, message }) => ({ pointer: `/${field}`, code: 'required', message })),
  })
}
