import { newId } from '#src/lib/ids.ts'
import type { Answer } from '#test/support/client.ts'

export const PASSWORD = 'correct horse battery'

/** A sign-up that nobody else makes. */
export function signupOf(change: { tenant?: object; user?: object } = {}) {
  const slug = `t-${newId().slice(-12)}`
  const user = { email: `ada@${slug}.example`, password: PASSWORD, full_name: 'Ada Admin' }
  return { tenant: { name: 'Ada & Co', slug, ...change.tenant }, user: { ...user, ...change.user } }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** Status and code of an answer. */
export const outcome = ({ status, body }: Answer): [number, string | undefined] => [status, body?.code]

/** An answer without what differs between any two. */
export const told = ({ status, body }: Answer) => ({
  status,
  body: { ...body, instance: '', request_id: '' },
})
