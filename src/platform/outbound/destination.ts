import { isIP } from 'node:net'
import type { AddressClass } from './address-policy.ts'
import type { Lookup } from './lookup.ts'
import { OutboundError } from './outbound-error.ts'

/** Where a request goes: what the rules look at. */
export interface Destination {
  protocol: string
  /** A name, or an address without brackets. */
  hostname: string
  /** Empty for the default of the protocol. */
  port: string
}

const MAX_URL = 2048

/** @throws OutboundError */
export function parseDestination(text: string): URL {
  const url = text.length <= MAX_URL ? URL.parse(text) : null
  if (!url) throw new OutboundError('invalid_url')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new OutboundError('blocked_scheme')
  if (url.hostname === '' || url.username !== '' || url.password !== '')
    throw new OutboundError('invalid_url')
  return url
}

export function destinationOf({ protocol, hostname, port }: URL): Destination {
  return { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port }
}

/**
 * The addresses that may be dialled. Where the operator listed some of them, only these, and without further rules;
 * else all of them, if every one is public. One private address among public ones is a name somebody set a trap with.
 * @throws OutboundError
 */
export function permittedAddresses(
  destination: Destination,
  addresses: string[],
  classify: (address: string) => AddressClass,
): string[] {
  const listed = addresses.filter((address) => classify(address) === 'listed')
  if (listed.length > 0) return listed
  if (!addresses.every((address) => classify(address) === 'public'))
    throw new OutboundError('blocked_address')
  assertSchemeAndPort(destination)
  return addresses
}

/** @throws OutboundError */
export function assertSchemeAndPort({ protocol, port }: Destination): void {
  if (protocol !== 'https:') throw new OutboundError('blocked_scheme')
  if (port !== '' && port !== '443' && port !== '80') throw new OutboundError('blocked_port')
}

/** An address stands for itself; a name is looked up. @throws OutboundError 'unresolvable' */
export async function resolveDestination({ hostname }: Destination, lookup: Lookup): Promise<string[]> {
  if (isIP(hostname)) return [hostname]
  const addresses = await lookup(hostname).catch((cause) => {
    throw new OutboundError('unresolvable', { cause })
  })
  if (addresses.length === 0) throw new OutboundError('unresolvable')
  return addresses
}
