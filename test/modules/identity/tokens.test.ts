import { createHmac, generateKeyPairSync, type KeyLike, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import { bearer, outcome } from './accounts.ts'

const api = await testApi()
const tenant = await api.tenant()
const other = await api.tenant()
const [key] = api.context.config.signingKeys
if (!key) throw new Error('there is no signing key')

const [session] = await api.sql<{ id: string }>('select id from sessions where tenant_id = $1', [tenant.id])
const now = () => Math.floor(api.clock.now().getTime() / 1000)

const HEADER = { alg: 'ES256', typ: 'JWT', kid: key.id }
const claims = (change: object = {}) => ({
  iss: 'shortlist',
  aud: 'shortlist-api',
  sub: tenant.user.id,
  tid: tenant.id,
  sid: session?.id,
  iat: now(),
  exp: now() + 600,
  ...change,
})

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const joined = (header: object, payload: object, signatureOf: (text: string) => Buffer) => {
  const text = `${encode(header)}.${encode(payload)}`
  return `${text}.${signatureOf(text).toString('base64url')}`
}
const es256 =
  (privateKey: KeyLike, dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363') =>
  (text: string) =>
    sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding } as Parameters<typeof sign>[2])
const ours = es256(key.privateKey)
const hs256 = (secret: string) => (text: string) => createHmac('sha256', secret).update(text).digest()
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const none = () => Buffer.alloc(0)

const me = (token: string) => api.anonymous.get('/v1/me', bearer(token))

test('a token made here as the product makes it is taken, so what is refused below is refused for its fault', async () => {
  expect((await me(joined(HEADER, claims(), ours))).status).toBe(200)
})

describe('a forged token', () => {
  const good = joined(HEADER, claims(), ours)
  test.each<[string, string]>([
    ['without an algorithm', joined({ ...HEADER, alg: 'none' }, claims(), none)],
    ['without an algorithm, oddly written', joined({ ...HEADER, alg: 'nOnE' }, claims(), none)],
    ['without a signature', joined(HEADER, claims(), none)],
    [
      'with the public key as a shared secret',
      joined({ ...HEADER, alg: 'HS256' }, claims(), hs256(key.publicKey)),
    ],
    ['with another algorithm’s name', joined({ ...HEADER, alg: 'ES384' }, claims(), ours)],
    ['with another algorithm’s name for RSA', joined({ ...HEADER, alg: 'RS256' }, claims(), ours)],
    ['signed by a stranger', joined(HEADER, claims(), es256(stranger.privateKey))],
    ['signed in another encoding', joined(HEADER, claims(), es256(key.privateKey, 'der'))],
    ['of an unknown key', joined({ ...HEADER, kid: 'other' }, claims(), ours)],
    ['of no key', joined({ alg: 'ES256', typ: 'JWT' }, claims(), ours)],
    ['of a key by the name of a prototype', joined({ ...HEADER, kid: '__proto__' }, claims(), ours)],
    ['of a key by the name of a method', joined({ ...HEADER, kid: 'sign' }, claims(), ours)],
    [
      'that brings its own key',
      joined(
        { ...HEADER, kid: 'x', jwk: stranger.publicKey.export({ format: 'jwk' }) },
        claims(),
        es256(stranger.privateKey),
      ),
    ],
    ['of another issuer', joined(HEADER, claims({ iss: 'elsewhere' }), ours)],
    ['of no issuer', joined(HEADER, claims({ iss: undefined }), ours)],
    ['for another audience', joined(HEADER, claims({ aud: 'elsewhere' }), ours)],
    ['for no audience', joined(HEADER, claims({ aud: undefined }), ours)],
    ['that never ends', joined(HEADER, claims({ exp: undefined }), ours)],
    ['whose end is no number', joined(HEADER, claims({ exp: '99999999999' }), ours)],
    ['with a tenant that is no id', joined(HEADER, claims({ tid: "x' or true" }), ours)],
    ['without a session', joined(HEADER, claims({ sid: undefined }), ours)],
    ['whose claims were changed', good.replace(/\.[^.]+\./, `.${encode(claims({ tid: other.id }))}.`)],
    ['whose signature was changed', `${good.slice(0, -10)}AAAAAAAAAA`],
    ['cut off', good.slice(0, -20)],
    ['with a fourth part', `${good}.x`],
    ['of nonsense', 'a.b.c'],
    ['of an empty header', `${encode(null)}.${encode({})}.x`],
  ])('%s is refused', async (_what, token) => {
    expect(outcome(await me(token))).toEqual([401, 'auth.invalid_token'])
  })

  test.each<[string, object]>([
    ['another tenant', { tid: other.id }],
    ['a session that never was', { sid: newId() }],
  ])('for %s, though rightly signed, is refused', async (_what, change) => {
    expect(outcome(await me(joined(HEADER, claims(change), ours)))).toEqual([401, 'auth.revoked'])
  })

  test('that has ended is told apart', async () => {
    expect(outcome(await me(joined(HEADER, claims({ exp: now() - 1 }), ours)))).toEqual([
      401,
      'auth.expired_token',
    ])
  })
})

describe('the Authorization header', () => {
  test.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', `Bearer ${'x'.repeat(2001)}`, 'token'])(
    '%j is refused',
    async (authorization) => {
      const answer = await api.anonymous.get('/v1/me', { authorization })
      expect(outcome(answer)).toEqual([
        401,
        authorization === '' ? 'auth.missing_token' : 'auth.invalid_token',
      ])
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
    },
  )

  test('may write its scheme in any case', async () => {
    expect(
      (await api.anonymous.get('/v1/me', { authorization: `bEaReR ${joined(HEADER, claims(), ours)}` }))
        .status,
    ).toBe(200)
  })
})
