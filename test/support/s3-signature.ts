import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { crc32 } from 'node:zlib'
import type { Clock } from '#src/lib/clock.ts'

export interface StubRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface SignatureSettings {
  accessKeyId: string
  secretAccessKey: string
  region: string
  clock: Clock
}

export class S3Refusal extends Error {
  readonly status: number
  constructor(status: number, code: string) {
    super(code)
    this.status = status
  }
}

/** Returns what the signature says the body's hash is. */
export function verifySignature(request: StubRequest, settings: SignatureSettings): string {
  const presigned = request.query.has('X-Amz-Signature')
  const claim = presigned ? claimInQuery(request.query) : claimInHeaders(request.headers)
  const [accessKeyId, ...scope] = claim.credential.split('/')
  const [day = ''] = scope
  if (accessKeyId !== settings.accessKeyId) throw new S3Refusal(403, 'InvalidAccessKeyId')
  if (scope.slice(1).join('/') !== `${settings.region}/s3/aws4_request` || !claim.date.startsWith(day)) {
    throw new S3Refusal(403, 'SignatureDoesNotMatch')
  }
  assertTimely(claim, settings.clock.now())
  assertEverythingSigned(request.headers, claim.signedHeaders)

  const canonicalHeaders = claim.signedHeaders.map((name) => {
    const value = [request.headers[name] ?? ''].flat().join(',')
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`
  })
  const canonical = [
    request.method,
    request.path,
    canonicalQuery(request.query),
    canonicalHeaders.join(''),
    claim.signedHeaders.join(';'),
    claim.payloadHash,
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', claim.date, scope.join('/'), sha256(canonical).toString('hex')].join(
    '\n',
  )
  const key = scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${settings.secretAccessKey}`))
  const expected = hmac(key, toSign)
  const given = Buffer.from(claim.signature, 'hex')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new S3Refusal(403, 'SignatureDoesNotMatch')
  }
  return claim.payloadHash
}

interface SignatureClaim {
  credential: string
  date: string
  signedHeaders: string[]
  signature: string
  payloadHash: string
  /** Seconds; how far the request's date may lie back, and whether that is a link's own life time. */
  lifetime: number
  presigned: boolean
}

function claimInQuery(query: URLSearchParams): SignatureClaim {
  return {
    credential: query.get('X-Amz-Credential') ?? '',
    date: query.get('X-Amz-Date') ?? '',
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    payloadHash: 'UNSIGNED-PAYLOAD',
    lifetime: Number(query.get('X-Amz-Expires')),
    presigned: true,
  }
}

function claimInHeaders(headers: IncomingHttpHeaders): SignatureClaim {
  const parsed = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(
    headers.authorization ?? '',
  )
  if (!parsed) throw new S3Refusal(403, 'AccessDenied')
  const [, credential = '', signedHeaders = '', signature = ''] = parsed
  return {
    credential,
    date: String(headers['x-amz-date']),
    signedHeaders: signedHeaders.split(';'),
    signature,
    payloadHash: String(headers['x-amz-content-sha256']),
    lifetime: 900,
    presigned: false,
  }
}

function assertTimely({ date, lifetime, presigned }: SignatureClaim, now: Date): void {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const ageSeconds = (now.getTime() - Date.parse(iso)) / 1000
  if (ageSeconds > -900 && ageSeconds <= lifetime) return
  throw new S3Refusal(403, presigned ? 'AccessDenied' : 'RequestTimeTooSkewed')
}

function assertEverythingSigned(headers: IncomingHttpHeaders, signed: string[]): void {
  const needed = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]
  if (!needed.every((name) => signed.includes(name))) throw new S3Refusal(403, 'AccessDenied')
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`)
    .sort()
    .join('&')
}

/** The object's bytes, once the signed hash and all checksums were found right. */
export function verifiedPayload({ body, headers }: StubRequest, payloadHash: string): Buffer {
  if (payloadHash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    const { content, trailers } = unpackAwsChunked(body)
    if (content.length !== Number(headers['x-amz-decoded-content-length'])) {
      throw new S3Refusal(400, 'IncompleteBody')
    }
    assertChecksums(content, trailers)
    return content
  }
  if (payloadHash.startsWith('STREAMING-')) throw new S3Refusal(501, 'NotImplemented')
  if (payloadHash !== 'UNSIGNED-PAYLOAD' && payloadHash !== sha256(body).toString('hex')) {
    throw new S3Refusal(400, 'XAmzContentSHA256Mismatch')
  }
  assertChecksums(body, headers)
  return body
}

/** `<hex size>\r\n<bytes>\r\n` until size 0, then `name:value\r\n` lines. */
function unpackAwsChunked(body: Buffer): { content: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16)
    if (lineEnd < 0 || Number.isNaN(size)) throw new S3Refusal(400, 'IncompleteBody')
    at = lineEnd + 2
    if (size === 0) break
    chunks.push(body.subarray(at, at + size))
    at += size + 2
  }
  const lines = body.toString('latin1', at).split('\r\n').filter(Boolean)
  return {
    content: Buffer.concat(chunks),
    trailers: Object.fromEntries(lines.map((line) => line.split(/:\s*(.*)/, 2))),
  }
}

const CHECKSUMS: Record<string, (body: Buffer) => Buffer> = {
  'x-amz-checksum-sha256': (body) => sha256(body),
  'x-amz-checksum-sha1': (body) => createHash('sha1').update(body).digest(),
  'x-amz-checksum-crc32': (body) => {
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return sum
  },
  'content-md5': (body) => createHash('md5').update(body).digest(),
}

function assertChecksums(body: Buffer, given: IncomingHttpHeaders | Record<string, string>): void {
  for (const [name, compute] of Object.entries(CHECKSUMS)) {
    const claimed = given[name]
    if (claimed !== undefined && claimed !== compute(body).toString('base64'))
      throw new S3Refusal(400, 'BadDigest')
  }
}

const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest()
