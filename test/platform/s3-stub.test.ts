import { Readable } from 'node:stream'
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type S3Stub, startS3Stub } from '../support/s3-stub.ts'

// The stub stands for a real S3 in the storage tests, so what it must refuse is shown here.
describe('the S3 stub', () => {
  const credentials = { accessKeyId: 'stub-access-key', secretAccessKey: 'stub-secret-key' }
  let now = new Date()
  let stub: S3Stub
  let client: S3Client

  const clientWith = (more = {}) =>
    new S3Client({ region: 'us-east-1', endpoint: stub.endpoint, forcePathStyle: true, credentials, ...more })

  beforeAll(async () => {
    stub = await startS3Stub({ ...credentials, clock: { now: () => now } })
    client = clientWith()
  })

  afterAll(async () => {
    client.destroy()
    await stub.close()
  })

  test.each(['CRC32', 'SHA256', 'SHA1'] as const)(
    'unpacks a chunked stream with a %s trailer',
    async (algorithm) => {
      const text = 'hello stream '.repeat(20_000)
      const pieces = text.match(/.{1,5000}/gs) ?? []
      await client.send(
        new PutObjectCommand({
          Bucket: 'files',
          Key: 'streamed',
          Body: Readable.from(pieces.map((piece) => Buffer.from(piece))),
          ContentLength: text.length,
          ChecksumAlgorithm: algorithm,
        }),
      )
      expect(stub.requests.at(-1)?.headers['content-encoding']).toContain('aws-chunked')
      expect(stub.objects.get('files/streamed')?.body.toString()).toBe(text)
    },
  )

  test('refuses a checksum that is not the body’s', async () => {
    const put = new PutObjectCommand({
      Bucket: 'files',
      Key: 'k',
      Body: 'x',
      ChecksumSHA256: Buffer.alloc(32).toString('base64'),
    })
    await expect(client.send(put)).rejects.toMatchObject({ name: 'BadDigest' })
  })

  test('refuses a wrong secret and an unknown key id', async () => {
    const get = new GetObjectCommand({ Bucket: 'files', Key: 'streamed' })
    const wrong = clientWith({ credentials: { ...credentials, secretAccessKey: 'wrong' } })
    await expect(wrong.send(get)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
    const unknown = clientWith({ credentials: { ...credentials, accessKeyId: 'unknown' } })
    await expect(unknown.send(get)).rejects.toMatchObject({ name: 'InvalidAccessKeyId' })
    wrong.destroy()
    unknown.destroy()
  })

  test('refuses no signature at all', async () => {
    expect((await fetch(`${stub.endpoint}/files/streamed`)).status).toBe(403)
  })

  test('a link works until it expires, with spaces and signs in its key', async () => {
    const Key = "a b/ü+(1)*'&=~.txt"
    await client.send(new PutObjectCommand({ Bucket: 'files', Key, Body: 'linked' }))
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: 'files', Key }), { expiresIn: 60 })
    expect(await (await fetch(url)).text()).toBe('linked')
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403)
    now = new Date(now.getTime() + 120_000)
    expect((await fetch(url)).status).toBe(403)
    now = new Date()
  })

  test('refuses a request that was signed long ago', async () => {
    now = new Date(now.getTime() + 3_600_000)
    const late = clientWith({ maxAttempts: 1 })
    await expect(late.send(new HeadBucketCommand({ Bucket: 'files' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    })
    now = new Date()
    late.destroy()
  })

  test('writes once with If-None-Match', async () => {
    const put = () =>
      client.send(new PutObjectCommand({ Bucket: 'files', Key: 'once', Body: '1', IfNoneMatch: '*' }))
    await put()
    await expect(put()).rejects.toMatchObject({ name: 'PreconditionFailed' })
  })

  test('makes buckets and tells of objects', async () => {
    await expect(client.send(new HeadBucketCommand({ Bucket: 'new' }))).rejects.toThrow()
    await client.send(new CreateBucketCommand({ Bucket: 'new' }))
    await client.send(new HeadBucketCommand({ Bucket: 'new' }))
    await client.send(
      new PutObjectCommand({ Bucket: 'new', Key: 'k', Body: 'four', ServerSideEncryption: 'AES256' }),
    )
    const head = await client.send(new HeadObjectCommand({ Bucket: 'new', Key: 'k' }))
    expect(head).toMatchObject({ ContentLength: 4, ServerSideEncryption: 'AES256' })
  })
})
