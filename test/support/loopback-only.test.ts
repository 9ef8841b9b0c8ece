import '#test/support/loopback-only.ts'
import { once } from 'node:events'
import net from 'node:net'
import { expect, test } from 'vitest'

test('no test reaches the outside', async () => {
  const [refused] = await once(net.connect(443, '192.0.2.1'), 'error').catch((error: Error) => [error])
  expect(refused.message).toBe('a test tried to reach 192.0.2.1')
  await expect(fetch('http://shortlist.example/')).rejects.toThrow()
})
