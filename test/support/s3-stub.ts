import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { type Clock, systemClock } from '#src/lib/clock.ts'
import { S3Refusal, type StubRequest, verifiedPayload, verifySignature } from './s3-signature.ts'

/**
 * A small S3 on loopback, in memory. It is as strict as the real one where clients go wrong: it verifies SigV4 in
 * headers and in presigned links, the hash of the body and every checksum, and unpacks aws-chunked bodies.
 */
export interface S3Stub {
  endpoint: string
  /** By `<bucket>/<key>`. */
  objects: Map<string, StubObject>
  /** The XML of each bucket's lifecycle rules. */
  lifecycles: Map<string, Buffer>
  /** Every request that reached the stub, refused ones included. */
  requests: StubRequest[]
  unfinishedUploads(): number
  failNext(count: number, status?: number): void
  slowNext(count: number, ms: number): void
  /** As `failNext` and `slowNext`, for every request until it is told to be well again. */
  ail(how: { status?: number; ms?: number }): void
  recover(): void
  close(): Promise<void>
}

export interface StubObject {
  body: Buffer
  contentType: string
  etag: string
  modifiedAt: Date
  serverSideEncryption: string | undefined
  /** As a query string. */
  tags: string
}

export interface S3StubOptions {
  accessKeyId?: string
  secretAccessKey?: string
  region?: string
  buckets?: string[]
  clock?: Clock
  /** Keys a listing page, to make clients page. */
  pageSize?: number
}

type Settings = Required<S3StubOptions>

export async function startS3Stub(options: S3StubOptions = {}): Promise<S3Stub> {
  const settings: Settings = {
    accessKeyId: 'stub-access-key',
    secretAccessKey: 'stub-secret-key',
    region: 'us-east-1',
    buckets: ['files'],
    clock: systemClock,
    pageSize: 1000,
    ...options,
  }
  const store: Store = {
    settings,
    buckets: new Set(settings.buckets),
    objects: new Map(),
    uploads: new Map(),
    lifecycles: new Map(),
  }
  const requests: StubRequest[] = []
  const failing = { count: 0, status: 500 }
  const slow = { count: 0, ms: 0 }

  async function respond(incoming: IncomingMessage): Promise<Answer> {
    const request = await receive(incoming)
    requests.push(request)
    if (slow.count-- > 0) await delay(slow.ms, undefined, { ref: false })
    if (failing.count-- > 0) throw new S3Refusal(failing.status, 'InternalError')
    const payloadHash = verifySignature(request, settings)
    return perform(store, { ...request, body: verifiedPayload(request, payloadHash) })
  }

  const server = createServer((incoming, outgoing) => {
    respond(incoming).then(
      (answer) => send(outgoing, incoming, answer),
      (error) => send(outgoing, incoming, refusalAnswer(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects: store.objects,
    lifecycles: store.lifecycles,
    requests,
    unfinishedUploads: () => store.uploads.size,
    failNext: (count, status = 500) => Object.assign(failing, { count, status }),
    slowNext: (count, ms) => Object.assign(slow, { count, ms }),
    ail: ({ status, ms }) => {
      if (status) Object.assign(failing, { count: Number.POSITIVE_INFINITY, status })
      if (ms) Object.assign(slow, { count: Number.POSITIVE_INFINITY, ms })
    },
    recover: () => {
      failing.count = 0
      slow.count = 0
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Store {
  settings: Settings
  buckets: Set<string>
  objects: Map<string, StubObject>
  uploads: Map<string, Upload>
  lifecycles: Map<string, Buffer>
}

interface Upload {
  name: string
  headers: IncomingMessage['headers']
  parts: Map<number, { body: Buffer; etag: string }>
}

interface Answer {
  status: number
  headers?: Record<string, string>
  body?: Buffer | string
}

async function receive(incoming: IncomingMessage): Promise<StubRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?', 2)
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  }
}

function send(
  outgoing: ServerResponse,
  incoming: IncomingMessage,
  { status, headers, body = '' }: Answer,
): void {
  outgoing.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers })
  outgoing.end(incoming.method === 'HEAD' ? undefined : body)
}

function refusalAnswer(error: unknown): Answer {
  const { status, message } = error instanceof S3Refusal ? error : new S3Refusal(500, String(error))
  const body = `<?xml version="1.0"?><Error><Code>${xml(message)}</Code><Message>${xml(message)}</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}

function perform(store: Store, request: StubRequest): Answer {
  const [, bucket = '', ...rest] = decodeURIComponent(request.path).split('/')
  const key = rest.join('/')
  if (request.method === 'PUT' && key === '' && !request.query.has('lifecycle')) {
    store.buckets.add(bucket)
    return { status: 200 }
  }
  if (!store.buckets.has(bucket)) throw new S3Refusal(404, 'NoSuchBucket')
  if (key === '') return onBucket(store, bucket, request)
  const name = `${bucket}/${key}`
  if (request.query.has('uploads') || request.query.has('uploadId')) return onUpload(store, name, request)
  return onObject(store, name, request)
}

function onBucket(store: Store, bucket: string, request: StubRequest): Answer {
  const { method, query } = request
  if (query.has('lifecycle')) return onLifecycle(store, bucket, request)
  if (method === 'HEAD') return { status: 200 }
  if (method !== 'GET' || query.get('list-type') !== '2' || query.has('delimiter')) {
    throw new S3Refusal(501, 'NotImplemented')
  }
  const after = Buffer.from(query.get('continuation-token') ?? '', 'base64url').toString()
  const size = Math.min(Number(query.get('max-keys') ?? store.settings.pageSize), store.settings.pageSize)
  const matching = [...store.objects.keys()]
    .filter((name) => name.startsWith(`${bucket}/`))
    .map((name) => name.slice(bucket.length + 1))
    .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after)
    .sort()
  const page = matching.slice(0, size)
  const contents = page.map((key) => {
    const { body, etag, modifiedAt } = store.objects.get(`${bucket}/${key}`)!
    return `<Contents><Key>${xml(key)}</Key><LastModified>${modifiedAt.toISOString()}</LastModified>
      <ETag>${xml(etag)}</ETag><Size>${body.length}</Size></Contents>`
  })
  const next = matching.length > size ? Buffer.from(page.at(-1) ?? '').toString('base64url') : undefined
  return xmlAnswer(
    'ListBucketResult',
    `<Name>${xml(bucket)}</Name><KeyCount>${page.length}</KeyCount><IsTruncated>${next !== undefined}</IsTruncated>
    ${next ? `<NextContinuationToken>${next}</NextContinuationToken>` : ''}${contents.join('')}`,
  )
}

/** Kept as it was sent, and answered so: the client wrote and reads the same XML. */
function onLifecycle({ lifecycles }: Store, bucket: string, { method, body }: StubRequest): Answer {
  if (method === 'PUT') lifecycles.set(bucket, body)
  const found = lifecycles.get(bucket)
  if (!found) throw new S3Refusal(404, 'NoSuchLifecycleConfiguration')
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: method === 'GET' ? found : '' }
}

function onObject(store: Store, name: string, { method, query, headers, body }: StubRequest): Answer {
  const stored = store.objects.get(name)
  if (method === 'PUT') return putObject(store, name, headers, body)
  if (method === 'DELETE') {
    store.objects.delete(name)
    return { status: 204 }
  }
  if (method !== 'GET' && method !== 'HEAD') throw new S3Refusal(501, 'NotImplemented')
  if (!stored) throw new S3Refusal(404, 'NoSuchKey')
  const disposition = query.get('response-content-disposition')
  return {
    status: 200,
    body: stored.body,
    headers: {
      'content-type': query.get('response-content-type') ?? stored.contentType,
      'content-length': String(stored.body.length),
      'last-modified': stored.modifiedAt.toUTCString(),
      etag: stored.etag,
      ...(disposition && { 'content-disposition': disposition }),
      ...encryptionHeader(stored.serverSideEncryption),
    },
  }
}

function putObject(store: Store, name: string, headers: IncomingMessage['headers'], body: Buffer): Answer {
  if (headers['if-none-match'] === '*' && store.objects.has(name))
    throw new S3Refusal(412, 'PreconditionFailed')
  const serverSideEncryption = headers['x-amz-server-side-encryption']?.toString()
  const etag = `"${md5(body).toString('hex')}"`
  store.objects.set(name, {
    body,
    etag,
    serverSideEncryption,
    tags: headers['x-amz-tagging']?.toString() ?? '',
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    modifiedAt: store.settings.clock.now(),
  })
  return { status: 200, headers: { etag, ...encryptionHeader(serverSideEncryption) } }
}

function onUpload(store: Store, name: string, { method, query, headers, body }: StubRequest): Answer {
  if (method === 'POST' && query.has('uploads')) {
    const id = randomUUID()
    store.uploads.set(id, { name, headers, parts: new Map() })
    return xmlAnswer('InitiateMultipartUploadResult', `<UploadId>${id}</UploadId>`)
  }
  const id = query.get('uploadId') ?? ''
  const upload = store.uploads.get(id)
  if (!upload || upload.name !== name) throw new S3Refusal(404, 'NoSuchUpload')
  if (method === 'PUT') {
    const etag = `"${md5(body).toString('hex')}"`
    upload.parts.set(Number(query.get('partNumber')), { body, etag })
    return { status: 200, headers: { etag } }
  }
  if (method === 'DELETE') {
    store.uploads.delete(id)
    return { status: 204 }
  }
  if (method !== 'POST') throw new S3Refusal(501, 'NotImplemented')
  const { headers: put = {} } = putObject(store, name, upload.headers, joinedParts(upload, body.toString()))
  store.uploads.delete(id)
  return xmlAnswer('CompleteMultipartUploadResult', `<ETag>${xml(put.etag ?? '')}</ETag>`)
}

const MIN_PART_BYTES = 5 * 1024 * 1024

function joinedParts(upload: Upload, completion: string): Buffer {
  const listed = [...completion.matchAll(/<Part>.*?<\/Part>/gs)].map(([part]) => {
    const number = Number(/<PartNumber>(\d+)</.exec(part)?.[1])
    const etag = /<ETag>(.*?)</.exec(part)?.[1]?.replaceAll('&quot;', '"')
    const uploaded = upload.parts.get(number)
    if (!uploaded || uploaded.etag !== etag) throw new S3Refusal(400, 'InvalidPart')
    return uploaded.body
  })
  if (listed.slice(0, -1).some((part) => part.length < MIN_PART_BYTES))
    throw new S3Refusal(400, 'EntityTooSmall')
  return Buffer.concat(listed)
}

const encryptionHeader = (algorithm: string | undefined): Record<string, string> =>
  algorithm ? { 'x-amz-server-side-encryption': algorithm } : {}

const xmlAnswer = (root: string, inner: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><${root}>${inner}</${root}>`,
})

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function md5(data: Buffer): Buffer {
  return createHash('md5').update(data).digest()
}
