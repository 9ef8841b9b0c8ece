import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { type FolderStorage, folderStorage } from '#src/platform/storage/folder-storage.ts'
import { LIFECYCLE_RULES } from '#src/platform/storage/lifecycle.ts'
import { type ObjectKey, objectKey } from '#src/platform/storage/object-key.ts'
import { s3Storage } from '#src/platform/storage/s3-storage.ts'
import type { ObjectStorage } from '#src/platform/storage/storage.ts'
import {
  StorageBodyFailed,
  StorageDenied,
  StorageMismatch,
  StorageNotFound,
  StorageTooLarge,
  StorageUnavailable,
} from '#src/platform/storage/storage-error.ts'
import { type S3Stub, startS3Stub } from '../support/s3-stub.ts'

const tenantId = newId()
const clock = { now: () => new Date() }
const newKey = (tenant = tenantId) => objectKey(tenant, 'resumes', newId())
const link = { expiresInSeconds: 600, filename: 'Zoë’s "CV".pdf', contentType: 'application/pdf' }

function metaOf(bytes: Uint8Array) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { contentType: 'application/pdf', size: bytes.length, sha256 }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

const inPieces = (bytes: Buffer, size = 64 * 1024) =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    })(),
  )

let dir: string
let stub: S3Stub
let folder: FolderStorage
let s3: ObjectStorage

const credentials = { accessKeyId: 'stub-access-key', secretAccessKey: 'stub-secret-key' }

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'storage-'))
  folder = folderStorage({ dir, signingKey: randomBytes(32), clock })
  stub = await startS3Stub({ ...credentials, pageSize: 2 })
  s3 = await s3Storage({ ...credentials, bucket: 'files', region: 'us-east-1', endpoint: stub.endpoint })
})

afterAll(async () => {
  await Promise.all([folder.close(), s3.close()])
  await stub.close()
  await rm(dir, { recursive: true })
})

const adapters: [string, () => ObjectStorage, (url: string) => Promise<Buffer>][] = [
  ['folder', () => folder, async (url) => buffer((await folder.openSignedFile(tokenOf(url))).stream)],
  ['s3', () => s3, async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())],
]

const tokenOf = (url: string) => url.slice('/files/'.length)

describe.each(adapters)('%s storage', (_name, storage, download) => {
  test.each([
    ['bytes', 1000, (bytes: Buffer) => bytes],
    ['no bytes', 0, (bytes: Buffer) => bytes],
    ['a stream', 300_000, inPieces],
    ['an empty stream', 0, inPieces],
    ['a stream of many parts', 18 * 1024 * 1024, inPieces],
  ])('keeps %s as they are', async (_what, size, bodyOf) => {
    const key = newKey()
    const bytes = randomBytes(size)
    await storage().put(key, bodyOf(bytes), metaOf(bytes))
    expect((await buffer(await storage().get(key))).equals(bytes)).toBe(true)
  })

  test('replaces an object', async () => {
    const key = newKey()
    await storage().put(key, Buffer.from('one'), metaOf(Buffer.from('one')))
    await storage().put(key, Buffer.from('second'), metaOf(Buffer.from('second')))
    expect(Buffer.from(await storage().read(key, 6)).toString()).toBe('second')
  })

  test.each([
    ['a false checksum', { sha256: '0'.repeat(64) }],
    ['fewer bytes than announced', { size: 200_001 }],
    ['more bytes than announced', { size: 199_999 }],
  ])('stores nothing on %s', async (_what, wrong) => {
    const key = newKey()
    const bytes = randomBytes(200_000)
    const put = storage().put(key, inPieces(bytes), { ...metaOf(bytes), ...wrong })
    await expect(put).rejects.toThrow(StorageMismatch)
    await expect(storage().get(key)).rejects.toThrow(StorageNotFound)
  })

  test('stores nothing when a long upload turns out false at its end', async () => {
    const key = newKey()
    const bytes = randomBytes(18 * 1024 * 1024)
    const put = storage().put(key, inPieces(bytes), { ...metaOf(bytes), sha256: 'f'.repeat(64) })
    await expect(put).rejects.toThrow(StorageMismatch)
    await expect(storage().get(key)).rejects.toThrow(StorageNotFound)
    expect(stub.unfinishedUploads()).toBe(0)
  })

  test('stores nothing when the body breaks off', async () => {
    const key = newKey()
    const body = Readable.from(
      (async function* () {
        yield Buffer.from('half')
        throw new Error('client gone')
      })(),
    )
    const put = storage().put(key, body, metaOf(Buffer.from('half and half')))
    await expect(put).rejects.toThrow(StorageBodyFailed)
    await expect(storage().get(key)).rejects.toThrow(StorageNotFound)
  })

  test('reads at most so many bytes', async () => {
    const key = newKey()
    const bytes = randomBytes(500_000)
    await storage().put(key, bytes, metaOf(bytes))
    expect((await storage().read(key, 500_000)).length).toBe(500_000)
    await expect(storage().read(key, 499_999)).rejects.toThrow(StorageTooLarge)
  })

  test('says what is absent, and deletes it without complaint', async () => {
    const key = newKey()
    await expect(storage().get(key)).rejects.toThrow(StorageNotFound)
    await expect(storage().read(key, 10)).rejects.toThrow(StorageNotFound)
    await storage().delete(key)
    await storage().put(key, Buffer.from('x'), metaOf(Buffer.from('x')))
    await storage().delete(key)
    await expect(storage().get(key)).rejects.toThrow(StorageNotFound)
  })

  test('lists one tenant only, past a page', async () => {
    const [mine, other] = [newId(), newId()]
    const bytes = Buffer.from('listed')
    const keys = [newKey(mine), newKey(mine), objectKey(mine, 'exports', newId())]
    for (const key of [...keys, newKey(other)]) await storage().put(key, bytes, metaOf(bytes))

    const listed = await collect(storage().list(mine))
    expect(listed.map((object) => object.key).sort()).toEqual([...keys].sort())
    expect(listed.map((object) => object.size)).toEqual([6, 6, 6])
    expect(listed.every((object) => object.modifiedAt instanceof Date)).toBe(true)
    expect(await collect(storage().list(newId()))).toEqual([])
  })

  test('hands out a link to one object', async () => {
    const key = newKey()
    const bytes = randomBytes(2000)
    await storage().put(key, bytes, metaOf(bytes))
    expect((await download(await storage().signedUrl(key, link))).equals(bytes)).toBe(true)
  })

  test.each([0, -1, 1.5, 3601, Number.NaN])(
    'refuses a link that lives %s seconds',
    async (expiresInSeconds) => {
      await expect(storage().signedUrl(newKey(), { ...link, expiresInSeconds })).rejects.toThrow(RangeError)
    },
  )

  test.each(['../../etc/passwd', 'tenants/../secret', `tenants/${tenantId}/resumes/../../x`, ''])(
    'refuses the cast key %j',
    async (text) => {
      const key = text as ObjectKey
      await expect(storage().put(key, Buffer.from('x'), metaOf(Buffer.from('x')))).rejects.toThrow(
        'object key',
      )
      await expect(storage().get(key)).rejects.toThrow('object key')
      await expect(storage().delete(key)).rejects.toThrow('object key')
      expect(() => storage().list(text)).toThrow('uuid')
    },
  )

  test('is ready', async () => {
    await storage().ready()
  })
})

describe('folder storage', () => {
  test('keeps files to its own user and leaves nothing half written', async () => {
    const key = newKey()
    const bytes = Buffer.from('private')
    await folder.put(key, bytes, metaOf(bytes))
    expect((await stat(join(dir, key))).mode & 0o777).toBe(0o600)
    expect(await readdir(join(dir, 'incoming'))).toEqual([])
  })

  test('opens a link with what it was made for', async () => {
    const key = newKey()
    const bytes = Buffer.from('linked')
    await folder.put(key, bytes, metaOf(bytes))
    const file = await folder.openSignedFile(tokenOf(await folder.signedUrl(key, link)))
    file.stream.destroy()
    expect(file).toMatchObject({ filename: 'Zoë’s "CV".pdf', contentType: 'application/pdf', size: 6 })
  })

  test('denies what it did not sign, and says when the object is gone', async () => {
    const token = tokenOf(await folder.signedUrl(newKey(), link))
    await expect(folder.openSignedFile(token)).rejects.toThrow(StorageNotFound)
    await expect(folder.openSignedFile(`${token}x`)).rejects.toThrow(StorageDenied)
  })

  test('is not ready where it cannot write', async () => {
    const elsewhere = folderStorage({
      dir: '/dev/null/x',
      signingKey: Buffer.alloc(32),
      clock,
    })
    await expect(elsewhere.ready()).rejects.toThrow(StorageUnavailable)
    const put = elsewhere.put(newKey(), Buffer.from('x'), metaOf(Buffer.from('x')))
    await expect(put).rejects.toThrow(StorageUnavailable)
  })
})

describe('s3 storage', () => {
  const bytes = Buffer.from('in the bucket')
  const impatient = (more = {}) =>
    s3Storage({ ...credentials, bucket: 'files', region: 'us-east-1', endpoint: stub.endpoint, ...more })

  test('asks for encryption and lets the store verify the checksum', async () => {
    const key = newKey()
    await s3.put(key, bytes, metaOf(bytes))
    expect(stub.objects.get(`files/${key}`)).toMatchObject({
      serverSideEncryption: 'AES256',
      contentType: 'application/pdf',
    })
    const sha256 = createHash('sha256').update(bytes).digest('base64')
    expect(stub.requests.at(-1)?.headers['x-amz-checksum-sha256']).toBe(sha256)
  })

  test('leaves encryption out for a store that has none', async () => {
    const plain = await impatient({ serverSideEncryption: 'none' })
    const key = newKey()
    await plain.put(key, bytes, metaOf(bytes))
    await plain.close()
    expect(stub.objects.get(`files/${key}`)?.serverSideEncryption).toBeUndefined()
  })

  test('a link saves the file under its name and is bound to its object', async () => {
    const [key, other] = [newKey(), newKey()]
    await s3.put(key, bytes, metaOf(bytes))
    await s3.put(other, bytes, metaOf(bytes))
    const url = await s3.signedUrl(key, link)
    const answer = await fetch(url)
    await answer.arrayBuffer()
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="Zo__s _CV_.pdf"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20%22CV%22.pdf`,
    )
    expect((await fetch(url.replace(key, other))).status).toBe(403)
    expect((await fetch(url.replace('X-Amz-Expires=600', 'X-Amz-Expires=6000'))).status).toBe(403)
  })

  test('is given its rules, which leave those of others, and tells them back', async () => {
    const others = `<LifecycleConfiguration><Rule><ID>theirs</ID><Filter><Prefix>logs/</Prefix></Filter>
      <Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>`
    stub.lifecycles.set('files', Buffer.from(others))
    const bucket = await impatient()
    try {
      expect(await bucket.readLifecycle()).toEqual([])
      await bucket.applyLifecycle(LIFECYCLE_RULES)
      await bucket.applyLifecycle(LIFECYCLE_RULES)
      expect(await bucket.readLifecycle()).toEqual(LIFECYCLE_RULES)
      expect(
        stub.lifecycles
          .get('files')
          ?.toString()
          .match(/<ID>[^<]*/g),
      ).toEqual(['<ID>theirs', ...LIFECYCLE_RULES.map(({ id }) => `<ID>${id}`)])
    } finally {
      await bucket.close()
    }
  })

  test('tags the files that a rule looks for', async () => {
    const [exported, resume] = [objectKey(tenantId, 'exports', newId()), newKey()]
    for (const key of [exported, resume]) await s3.put(key, bytes, metaOf(bytes))
    const tagsOf = (key: ObjectKey) => stub.objects.get(`files/${key}`)?.tags
    expect([tagsOf(exported), tagsOf(resume)]).toEqual(['area=exports', ''])
  })

  test('tries again after a failure, and gives up after three', async () => {
    const key = newKey()
    stub.failNext(2)
    await s3.put(key, bytes, metaOf(bytes))
    stub.failNext(3)
    await expect(s3.read(key, 100)).rejects.toThrow(StorageUnavailable)
    expect(Buffer.from(await s3.read(key, 100)).toString()).toBe('in the bucket')
  })

  test('does not wait for a store that hangs', async () => {
    const hasty = await impatient({ timeoutMs: 100, maxAttempts: 1 })
    stub.slowNext(1, 60_000)
    await expect(hasty.read(newKey(), 10)).rejects.toThrow(StorageUnavailable)
    await hasty.close()
  })

  test.each([
    ['a wrong secret', { secretAccessKey: 'wrong' }],
    ['an unknown bucket', { bucket: 'absent' }],
    ['nobody listening', { endpoint: 'http://127.0.0.1:1', maxAttempts: 1 }],
  ])('is unavailable, not empty, with %s', async (_what, more) => {
    const broken = await impatient(more)
    await expect(broken.ready()).rejects.toThrow(StorageUnavailable)
    await expect(broken.get(newKey())).rejects.toThrow(StorageUnavailable)
    await expect(collect(broken.list(tenantId))).rejects.toThrow(StorageUnavailable)
    await broken.close()
  })
})
