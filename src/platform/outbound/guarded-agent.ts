import { isIP } from 'node:net'
import { Agent, buildConnector } from 'undici'
import type { AddressClass } from './address-policy.ts'
import { permittedAddresses, resolveDestination } from './destination.ts'
import type { Lookup } from './lookup.ts'
import { OutboundError } from './outbound-error.ts'

const CONNECT_TIMEOUT_MS = 5_000

/**
 * Resolves a name itself for every connection it opens and hands the socket only addresses that passed the rules. A
 * name that changes its mind between saving and sending, or between two look-ups, gains nothing.
 */
export function guardedAgent(classify: (address: string) => AddressClass, lookup: Lookup): Agent {
  const permitted = async (options: buildConnector.Options) => {
    const addresses = await resolveDestination(options, lookup)
    return permittedAddresses(options, addresses, classify)
  }
  return new Agent({
    allowH2: false,
    connect: (options, callback) => {
      permitted(options).then(
        (addresses) => connectorTo(addresses)(options, callback),
        (error) => callback(error, null),
      )
    },
  })
}

function connectorTo(addresses: string[]): buildConnector.connector {
  const found = addresses.map((address) => ({ address, family: isIP(address) }))
  return buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    maxCachedSessions: 0,
    autoSelectFamily: true,
    lookup: (_hostname, options, callback) => {
      const [first] = found
      if (options.all) callback(null, found)
      else if (first) callback(null, first.address, first.family)
      else callback(new OutboundError('unresolvable'), '')
    },
  })
}
