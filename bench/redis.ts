import { Redis } from 'ioredis'

export interface BenchRedis {
  url: string
  close(): Promise<void>
}

/** A numbered database of a Redis that nobody uses, emptied at the end. @throws when there is none */
export async function claimRedis(serverUrl: string): Promise<BenchRedis> {
  for (let number = 15; number > 0; number--) {
    const url = new URL(serverUrl)
    url.pathname = `/${number}`
    const redis = new Redis(url.href)
    if ((await redis.dbsize()) === 0 && (await redis.set('bench', process.pid, 'NX')) === 'OK') {
      const close = async () => {
        await redis.flushdb()
        redis.disconnect()
      }
      return { url: url.href, close }
    }
    redis.disconnect()
  }
  throw new Error('every numbered database of the Redis is in use')
}
