export type OutboundReason =
  | 'blocked_address'
  | 'blocked_scheme'
  | 'blocked_port'
  | 'unresolvable'
  | 'timeout'
  | 'connect'
  | 'tls'
  | 'protocol'
  | 'invalid_url'

/** The message is fit for the tenant: it names neither addresses nor what a private service said. */
export class OutboundError extends Error {
  readonly reason: OutboundReason

  constructor(reason: OutboundReason, options?: ErrorOptions) {
    super(MESSAGES[reason], options)
    this.name = 'OutboundError'
    this.reason = reason
  }
}

const MESSAGES: Record<OutboundReason, string> = {
  blocked_address: 'the destination is not a public address',
  blocked_scheme: 'the destination must use https',
  blocked_port: 'the destination must use port 443 or 80',
  unresolvable: 'the name of the destination does not resolve',
  timeout: 'the destination did not answer in time',
  connect: 'the destination refused or broke the connection',
  tls: 'the destination has no valid certificate',
  protocol: 'the destination did not speak HTTP, or the request cannot be sent',
  invalid_url: 'the URL is not valid',
}
