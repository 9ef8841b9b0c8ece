import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { newSecret } from './endpoint-secrets.ts'
import { signatureHeaders, signingKey } from './sign.ts'

const body = '{"name":"Zoë"}'
const at = new Date()

test('the reference library accepts the signature', () => {
  const secret = newSecret()
  const headers = signatureHeaders([signingKey(secret)], { id: 'm1', at, body })
  expect(new Webhook(secret).verify(body, headers)).toEqual({ name: 'Zoë' })
})

test('the reference library makes the same signature', () => {
  const secret = newSecret()
  expect(signatureHeaders([signingKey(secret)], { id: 'm1', at, body })['webhook-signature']).toBe(
    new Webhook(secret).sign('m1', at, body),
  )
})

test.each([
  ['another body', 'm1', '{"name":"Eve"}'],
  ['another id', 'm2', body],
])('%s does not fit the signature', (_what, id, sent) => {
  const secret = newSecret()
  const headers = { ...signatureHeaders([signingKey(secret)], { id: 'm1', at, body }), 'webhook-id': id }
  expect(() => new Webhook(secret).verify(sent, headers)).toThrow()
})
