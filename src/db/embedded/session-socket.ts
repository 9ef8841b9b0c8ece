import net from 'node:net'
import { Duplex } from 'node:stream'
import type { Multiplexer } from './multiplexer.ts'
import type { Session } from './session.ts'

/** What pg.Client needs of a net.Socket, with a session of the multiplexer at the other end. */
export class SessionSocket extends Duplex {
  readonly #session: Session

  constructor(multiplexer: Multiplexer) {
    super({ allowHalfOpen: false })
    this.#session = multiplexer.connect({
      send: (bytes) => void this.push(bytes),
      end: () => void this.push(null),
    })
  }

  connect(): this {
    queueMicrotask(() => this.emit('connect'))
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#session.receive(chunk)
    done()
  }

  override _final(done: () => void): void {
    this.#session.end()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#session.terminate()
    done(error)
  }
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

/** The same sessions over loopback TCP or a unix socket: there is no password, so nowhere else. */
export function serveSessions(multiplexer: Multiplexer, where: net.ListenOptions): Promise<net.Server> {
  const address = where.path ? where : { host: '127.0.0.1', ...where }
  if (address.host !== undefined && !LOOPBACK.has(address.host)) {
    return Promise.reject(
      new Error(`the embedded database has no password and is not served on ${address.host}`),
    )
  }
  const server = net.createServer({ noDelay: true }, (socket) => {
    const session = multiplexer.connect({
      send: (bytes) => void socket.write(bytes),
      end: () => void socket.end(),
    })
    socket.on('data', (chunk) => session.receive(chunk))
    socket.on('error', () => session.terminate())
    socket.on('close', () => session.terminate())
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => resolve(server))
  })
}
