import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { openTaskQueue } from '#src/platform/queue/open-task-queue.ts'
import { redisStore } from '#src/platform/queue/redis-store.ts'

const { TEST_REDIS_URL: redisUrl = '' } = process.env

/** A way to Redis that can be cut and mended. */
class Cable {
  #server: Server | undefined
  readonly #ends = new Set<Socket>()
  port = 0

  async mend(): Promise<void> {
    const { hostname, port } = new URL(redisUrl)
    const server = createServer((near) => {
      const far = connect(Number(port), hostname)
      for (const end of [near, far])
        this.#ends.add(end.on('error', () => {}).on('close', () => this.#ends.delete(end)))
      near.pipe(far).pipe(near)
    })
    await once(server.listen(this.port, '127.0.0.1'), 'listening')
    this.port = (server.address() as { port: number }).port
    this.#server = server
  }

  async cut(): Promise<void> {
    const closed = this.#server && once(this.#server.close(), 'close')
    for (const end of this.#ends) end.destroy()
    await closed
  }
}

describe.skipIf(!redisUrl)('the queue on Redis', () => {
  const ticket = (taskId: string) => ({ key: `ob-${taskId}`, queue: 'default', tenantId: 't', taskId })

  async function queueOver(cable: Cable) {
    const prefix = `test-${randomBytes(4).toString('hex')}`
    const url = new URL(redisUrl)
    url.host = `127.0.0.1:${cable.port}`
    const queue = openTaskQueue(() => redisStore({ url: url.href, prefix }, () => {}))
    const ran: string[] = []
    const workers = await queue.work(async ({ taskId }) => void ran.push(taskId))
    const close = async () => {
      await workers.close()
      await queue.clear()
      await queue.close()
    }
    return { queue, ran, close }
  }

  /** As the relay does: again until it is taken. */
  const sendAtLast = (send: () => Promise<void>) => vi.waitFor(send, { timeout: 20_000, interval: 50 })

  test('drops a second sending of one key while it holds the first', async () => {
    const cable = new Cable()
    await cable.mend()
    const { queue, ran, close } = await queueOver(cable)
    await queue.send([ticket('1'), ticket('1'), ticket('2')])
    await vi.waitFor(() => expect(ran).toContain('2'))
    expect(ran.sort()).toEqual(['1', '2'])
    await close()
    await cable.cut()
  })

  test('refuses while Redis is away, and goes on when it is back', async () => {
    const cable = new Cable()
    await cable.mend()
    const { queue, ran, close } = await queueOver(cable)
    await queue.send([ticket('1')])
    await vi.waitFor(() => expect(ran).toEqual(['1']))
    await cable.cut()
    await expect(queue.send([ticket('2')])).rejects.toThrow()
    await expect(queue.ready()).rejects.toThrow()
    await cable.mend()
    await sendAtLast(() => queue.send([ticket('2')]))
    await vi.waitFor(() => expect(ran).toEqual(['1', '2']), { timeout: 20_000 })
    await queue.ready()
    await close()
    await cable.cut()
  })

  test('starts while Redis is away', async () => {
    const cable = new Cable()
    await cable.mend()
    await cable.cut()
    const { queue, ran, close } = await queueOver(cable)
    await expect(queue.send([ticket('1')])).rejects.toThrow()
    await cable.mend()
    await sendAtLast(() => queue.send([ticket('1')]))
    await vi.waitFor(() => expect(ran).toEqual(['1']), { timeout: 20_000 })
    await close()
    await cable.cut()
  })
})
