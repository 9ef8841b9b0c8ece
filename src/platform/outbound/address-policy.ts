import { BlockList, isIP } from 'node:net'

export type AddressClass = 'listed' | 'public' | 'private'

/**
 * Sorts addresses into those the operator listed, public ones, and the rest.
 * @throws Error naming an entry that is neither an address nor a CIDR.
 */
export function addressPolicy(listed: string[]): (address: string) => AddressClass {
  const exempt = { ipv4: new BlockList(), ipv6: new BlockList() }
  for (const entry of listed) {
    const { address, prefix, family } = parseNetwork(entry)
    exempt[family].addSubnet(address, prefix, family)
  }
  return (address) => {
    const family = familyOf(address)
    if (!family) return 'private'
    if (exempt[family].check(address, family)) return 'listed'
    return isPublic(address, family) ? 'public' : 'private'
  }
}

type Family = 'ipv4' | 'ipv6'

function isPublic(address: string, family: Family): boolean {
  if (family === 'ipv4') return !SPECIAL_IPV4.check(address, family)
  return GLOBAL_IPV6.check(address, family) && !SPECIAL_IPV6.check(address, family)
}

function parseNetwork(entry: string): { address: string; prefix: number; family: Family } {
  const [address = '', bits, ...rest] = entry.split('/')
  const family = familyOf(address)
  const width = family === 'ipv4' ? 32 : 128
  const prefix = bits === undefined ? width : Number(bits)
  const bitsAreDigits = bits === undefined || /^\d{1,3}$/.test(bits)
  if (!family || address.includes('%') || !bitsAreDigits || prefix > width || rest.length > 0) {
    throw new Error(`${JSON.stringify(entry)} is neither an IP address nor a CIDR`)
  }
  return { address, prefix, family }
}

function familyOf(address: string): Family | undefined {
  const version = isIP(address)
  if (version === 0) return undefined
  return version === 4 ? 'ipv4' : 'ipv6'
}

// One list a family: a BlockList takes an IPv4 address for its IPv6-mapped form, so ::/0 would match everything.

/** IANA special-purpose addresses, multicast and the reserved class E. */
const SPECIAL_IPV4 = networks([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
])

/**
 * All there is to IPv6 outside 2000::/3 is special: unspecified, loopback, IPv4-compatible and -mapped (::/96,
 * ::ffff:0:0/96), NAT64 (64:ff9b::/96, 64:ff9b:1::/48), discard, unique local, link- and site-local, multicast.
 */
const GLOBAL_IPV6 = networks(['2000::/3'])

/** Inside it: protocol assignments with Teredo and ORCHID, 6to4, AS112, documentation. */
const SPECIAL_IPV6 = networks(['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'])

function networks(entries: string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const { address, prefix, family } = parseNetwork(entry)
    list.addSubnet(address, prefix, family)
  }
  return list
}
