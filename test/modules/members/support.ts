import { newId } from '#src/lib/ids.ts'
import type { TestApi, TestTenant } from '#test/support/api.ts'
import type { Answer, Client } from '#test/support/client.ts'

export const PASSWORD = 'a password of their own'

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** Status and code of an answer. */
export const outcome = ({ status, body }: Answer): [number, string | undefined] => [status, body?.code]

/** An address that nobody else has. */
export const someone = () => `p-${newId().slice(-12)}@people.example`

export async function invite(
  { admin }: TestTenant,
  fields: { email?: string; role?: string; full_name?: string } = {},
) {
  const { status, body, text } = await admin.post('/v1/members/invitations', {
    email: someone(),
    role: 'recruiter',
    ...fields,
  })
  if (status !== 201) throw new Error(`the invitation was refused: ${text}`)
  return body
}

/** The token of the last mail to an address. */
export async function tokenTo(api: TestApi, tenant: TestTenant, email: string): Promise<string> {
  await tenant.drain()
  const [token] = /inv_[\w-]+/.exec(api.mailer.lastTo(email)?.text ?? '') ?? []
  if (!token) throw new Error(`no token was sent to ${email}`)
  return token
}

/** Somebody new who accepted an invitation, logged in. */
export async function joined(api: TestApi, tenant: TestTenant, role = 'recruiter') {
  const email = someone()
  await invite(tenant, { email, role })
  const token = await tokenTo(api, tenant, email)
  const { status, body, text } = await accept(api, { token, full_name: 'Nina New' })
  if (status !== 200) throw new Error(`the invitation was not taken: ${text}`)
  const client: Client = api.anonymous.with(bearer(body.access_token))
  const { id } = (await client.get('/v1/me')).body.user
  return { id: id as string, email, client, tokens: body as { access_token: string; refresh_token: string } }
}

export const accept = (api: TestApi, body: { token: string; password?: string; full_name?: string }) =>
  api.anonymous.post('/v1/invitations/accept', { password: PASSWORD, ...body })

export const eventsOf = (api: TestApi, tenant: TestTenant, resourceId: string) =>
  api.sql<{ type: string; payload: Record<string, unknown>; actor: { type: string; id: string } }>(
    'select type, payload, actor from events where tenant_id = $1 and resource_id = $2 order by place',
    [tenant.id, resourceId],
  )

/** The same tenant with an administrator who logs in anew, after the clock has gone past their token. */
export async function loggedIn(api: TestApi, tenant: TestTenant): Promise<TestTenant> {
  const { email, password } = tenant.user
  const { body } = await api.anonymous.post('/v1/auth/login', { email, password })
  return { ...tenant, admin: api.anonymous.with(bearer(body.access_token)) }
}
