import { isIP } from 'node:net'
import { LRUCache } from 'lru-cache'
import { errors } from 'undici'
import { addressPolicy } from './address-policy.ts'
import {
  assertSchemeAndPort,
  destinationOf,
  parseDestination,
  permittedAddresses,
  resolveDestination,
} from './destination.ts'
import { type Answer, Exchange } from './exchange.ts'
import { guardedAgent } from './guarded-agent.ts'
import { type Lookup, systemLookup } from './lookup.ts'
import { OutboundError } from './outbound-error.ts'

/**
 * HTTP to addresses that tenants choose. Only https on 443 or 80 and public addresses are reached, except for what
 * the operator listed, which no rule of scheme, port or address binds. Redirects are never followed.
 */
export interface Outbound {
  /** @throws OutboundError */
  post(url: string, request: OutboundRequest): Promise<OutboundResponse>
  /** As `post` by another method. @throws OutboundError */
  send(method: Method, url: string, request: OutboundRequest): Promise<OutboundResponse>
  /** What can be said without a look-up. @throws OutboundError */
  check(url: string): void
  /** As `check`, with the addresses of the name; one that does not resolve passes. @throws OutboundError */
  checkResolved(url: string): Promise<void>
  close(): Promise<void>
}

export interface OutboundRequest {
  headers: Record<string, string>
  body: string | Uint8Array
  /** From the look-up to the last byte of the answer. */
  timeoutMs: number
  maxResponseBytes: number
  /** Ends it before its time. */
  signal?: AbortSignal
}

export interface OutboundResponse extends Answer {
  durationMs: number
}

export interface OutboundOptions {
  /** IP addresses and CIDRs. */
  allowPrivate: string[]
  lookup?: Lookup
}

/** A name whose server is slower than this counts as one that does not resolve. */
const CHECK_TIMEOUT_MS = 5_000

export function createOutbound({ allowPrivate, lookup = systemLookup() }: OutboundOptions): Outbound {
  const classify = addressPolicy(allowPrivate)
  const agent = guardedAgent(classify, lookup)
  /** What passed without a look-up will always pass. */
  const permitted = new LRUCache<string, URL>({ max: 500 })

  function checked(text: string): URL {
    const known = permitted.get(text)
    if (known) return known
    const url = parseDestination(text)
    const destination = destinationOf(url)
    if (isIP(destination.hostname)) permittedAddresses(destination, [destination.hostname], classify)
    // A name may turn out to be a listed address, which is exempt; without a list none can.
    else if (allowPrivate.length === 0) assertSchemeAndPort(destination)
    permitted.set(text, url)
    return url
  }

  return {
    check: (text) => void checked(text),

    async checkResolved(text) {
      const destination = destinationOf(parseDestination(text))
      const deadline = AbortSignal.timeout(CHECK_TIMEOUT_MS)
      const resolved = beforeDeadline(resolveDestination(destination, lookup), deadline)
      permittedAddresses(destination, await resolved.catch(() => []), classify)
    },

    post: (text, request) => sendChecked('POST', text, request),
    send: sendChecked,

    close: () => agent.destroy(),
  }

  async function sendChecked(
    method: Method,
    text: string,
    request: OutboundRequest,
  ): Promise<OutboundResponse> {
    const url = checked(text)
    const startedAt = performance.now()
    const { headers, body, timeoutMs, maxResponseBytes, signal } = request
    const options = { origin: url.origin, path: `${url.pathname}${url.search}`, method, headers, body }
    const exchange = new Exchange(agent, options, maxResponseBytes)
    let ended = false
    const end = () => {
      ended = true
      exchange.giveUp(new Error('it took too long, or was ended'))
    }
    const timer = setTimeout(end, timeoutMs)
    if (signal?.aborted) end()
    else signal?.addEventListener('abort', end, { once: true })
    try {
      const answer = await exchange.answer
      return { ...answer, durationMs: Math.round(performance.now() - startedAt) }
    } catch (cause) {
      throw asOutboundError(cause, ended)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
    }
  }
}

type Method = 'POST' | 'DELETE'

/** A look-up or a connection under way knows nothing of the signal, so the caller stops waiting for it here. */
async function beforeDeadline<T>(work: Promise<T>, deadline: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(deadline.reason)
  deadline.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    deadline.removeEventListener('abort', onAbort)
  }
}

function asOutboundError(cause: unknown, ended: boolean): OutboundError {
  if (cause instanceof OutboundError) return cause
  if (ended || TIMEOUTS.some((timeout) => cause instanceof timeout)) {
    return new OutboundError('timeout', { cause })
  }
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (TLS_CODE.test(code)) return new OutboundError('tls', { cause })
  const brokenOff = cause instanceof errors.SocketError || SOCKET_CODE.test(code)
  return new OutboundError(brokenOff ? 'connect' : 'protocol', { cause })
}

const TIMEOUTS = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError]

/** Node's own TLS codes, OpenSSL's, and those of X.509 verification. */
const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_|INVALID_(CA|PURPOSE)|PATH_LENGTH)/

const SOCKET_CODE = /^E(CONN|HOST|NET|PIPE|ADDR|TIMEDOUT|ACCES|PERM|INVAL)/
