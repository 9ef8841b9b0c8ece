import dns from 'node:dns'
import net from 'node:net'

// Nothing is tested against the outside, so nothing goes there: what tries to fails, and with it the test that let it.
// Files that share a thread share this too.
const DENIED = Symbol.for('shortlist.loopback-only')
if (!Reflect.has(globalThis, DENIED)) {
  Reflect.set(globalThis, DENIED, true)
  denyOthers()
}

type Connect = typeof net.Socket.prototype.connect

function denyOthers(): void {
  const connect = net.Socket.prototype.connect
  // Names are left to the look-up below, or to one of the test's own.
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    const host = hostOf(args)
    if (host === undefined || net.isIP(host) === 0 || isLoopback(host))
      return Reflect.apply(connect, this, args)
    process.nextTick(() => this.destroy(new Error(`a test tried to reach ${host}`)))
    return this
  } as Connect

  const lookup = dns.lookup
  dns.lookup = ((name: string, ...rest: unknown[]) => {
    if (isLoopback(name) || net.isIP(name)) return Reflect.apply(lookup, dns, [name, ...rest])
    const done = rest.at(-1)
    const refused = Object.assign(new Error(`a test tried to look up ${name}`), { code: 'ENOTFOUND' })
    if (typeof done === 'function') process.nextTick(done, refused)
  }) as typeof lookup
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

function hostOf(args: unknown[]): string | undefined {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { host?: string; path?: string }
    return path ? undefined : host
  }
  return typeof second === 'string' ? second : undefined
}
