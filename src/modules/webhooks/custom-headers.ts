import { z } from 'zod'

const MAX_HEADERS = 20

/** RFC 9110 (once 7230) token. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** What the sender, the connection or the signature says. */
const RESERVED = new Set([
  ...['host', 'user-agent', 'cookie', 'content-type', 'content-length', 'content-encoding'],
  ...['connection', 'keep-alive', 'transfer-encoding', 'te', 'trailer', 'upgrade', 'expect'],
])
const RESERVED_PREFIX = /^(webhook|proxy|x-shortlist)-/

const headerName = z
  .string()
  .min(1)
  .max(100)
  .regex(TOKEN, 'is not a header name')
  .refine((name) => !isReserved(name.toLowerCase()), 'is reserved')

const headerValue = z
  .string()
  .max(1000)
  .regex(/^([\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?)?$/, 'must be printable ASCII without spaces around it')

/** Headers a tenant adds to its deliveries; by lower-case name afterwards. */
export const customHeaders = z
  .record(headerName, headerValue)
  .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, `must be at most ${MAX_HEADERS} headers`)
  .refine(
    (headers) => new Set(lowerNames(headers)).size === Object.keys(headers).length,
    'names a header twice',
  )
  .transform(
    (headers): Record<string, string> =>
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  )

const isReserved = (name: string) => RESERVED.has(name) || RESERVED_PREFIX.test(name)

const lowerNames = (headers: Record<string, string>) => Object.keys(headers).map((name) => name.toLowerCase())
