import { describe, expect, test } from 'vitest'
import { addressPolicy } from './address-policy.ts'

describe('without a list', () => {
  const classify = addressPolicy([])

  test.each([
    ...['0.0.0.0', '0.1.2.3', '10.1.2.3', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.255.254'],
    ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.170', '192.0.2.1', '192.88.99.1'],
    ...[
      '192.168.1.1',
      '198.18.0.1',
      '198.19.255.255',
      '198.51.100.7',
      '203.0.113.7',
      '224.0.0.1',
      '240.0.0.1',
    ],
    ...[
      '255.255.255.255',
      '::',
      '::1',
      '::127.0.0.1',
      '::7f00:1',
      '::8.8.8.8',
      '::ffff:127.0.0.1',
      '::ffff:a00:1',
    ],
    ...['::ffff:8.8.8.8', '64:ff9b::127.0.0.1', '64:ff9b::808:808', '64:ff9b:1::1', '100::1', '2001::1'],
    ...['2001:0:4136:e378::1', '2001:10::1', '2001:20::1', '2001:db8::1', '2002:7f00:1::', '2002:808:808::1'],
    ...['3fff::1', '5f00::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1'],
    ...['', 'localhost', '127.1', '2130706433', '8.8.8.8.'],
  ])('%s is private', (address) => {
    expect(classify(address)).toBe('private')
  })

  test.each([
    ...['8.8.8.8', '1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '172.15.255.255'],
    ...['172.32.0.0', '192.167.255.255', '198.17.255.255', '198.20.0.0', '223.255.255.255'],
    ...['2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '2001:4860:4860::8888'],
  ])('%s is public', (address) => {
    expect(classify(address)).toBe('public')
  })
})

describe('with a list', () => {
  test('tells the listed from the rest', () => {
    const classify = addressPolicy(['127.0.0.1', '10.1.0.0/16', 'fd00::/8'])
    expect(['127.0.0.1', '10.1.255.1', 'fd12::1'].map(classify)).toEqual(['listed', 'listed', 'listed'])
    expect(['127.0.0.2', '10.2.0.1', 'fe80::1', '::1'].map(classify)).toEqual(Array(4).fill('private'))
    expect(classify('8.8.8.8')).toBe('public')
  })

  test('an address is not listed by another way to write it', () => {
    const classify = addressPolicy(['127.0.0.1', '::/0'])
    expect(classify('10.0.0.1')).toBe('private')
    expect(addressPolicy(['127.0.0.1'])('::ffff:127.0.0.1')).toBe('private')
  })

  test.each([
    ...['', ' ', 'localhost', '127.0.0.1/', '127.0.0.1/33', '::1/129', '10.0.0.0/-1', '10.0.0.0/8/8', '10/8'],
    ...['127.0.0.1/1e1', 'fe80::1%eth0', '10.0.0.0/0x8'],
  ])('refuses the entry %j', (entry) => {
    expect(() => addressPolicy([entry])).toThrow('neither an IP address nor a CIDR')
  })
})
