import { Readable } from 'node:stream'
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3'
import { attachmentDisposition } from './content-disposition.ts'
import { type LifecycleRule, tagOf } from './lifecycle.ts'
import { readAtMost, verifiedBody } from './object-body.ts'
import { checkedKey, isObjectKey, type ObjectKey, partsOf, tenantPrefix } from './object-key.ts'
import { applyLifecycle, readLifecycle } from './s3-lifecycle.ts'
import { assertLinkLifetime, type ObjectStorage, type StoredObject } from './storage.ts'
import { asStorageError, StorageError, StorageMismatch, StorageNotFound } from './storage-error.ts'

export interface S3StorageOptions {
  bucket: string
  region: string
  /** Set for any store but AWS itself. */
  endpoint?: string | undefined
  /** Without a key the SDK looks in its usual places (environment, profile, instance role). */
  accessKeyId?: string | undefined
  secretAccessKey?: string | undefined
  /** 'none' only for a store that cannot encrypt, such as MinIO without a KMS. */
  serverSideEncryption?: 'AES256' | 'none'
  /** One attempt, from connecting to the first byte of the answer. */
  timeoutMs?: number
  maxAttempts?: number
}

/** Bodies up to this size go up in one request, and at most two parts are held in memory. */
const PART_BYTES = 8 * 1024 * 1024
const PARTS_AT_ONCE = 2

export interface S3Storage extends ObjectStorage {
  /** Gives the bucket these rules in the place of earlier ones of ours. */
  applyLifecycle(rules: readonly LifecycleRule[]): Promise<void>
  readLifecycle(): Promise<LifecycleRule[]>
}

/** Imports the SDK only when S3 is configured: it costs 100 ms at start. */
export async function s3Storage(options: S3StorageOptions): Promise<S3Storage> {
  const [sdk, { Upload }, { getSignedUrl }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/lib-storage'),
    import('@aws-sdk/s3-request-presigner'),
  ])
  const client = new sdk.S3Client(clientConfig(options))
  const Bucket = options.bucket
  const isAws = options.endpoint === undefined
  const encrypted = options.serverSideEncryption !== 'none'

  async function get(key: ObjectKey): Promise<Readable> {
    const { Body } = await client
      .send(new sdk.GetObjectCommand({ Bucket, Key: checkedKey(key) }))
      .catch(refuse)
    if (!(Body instanceof Readable)) throw asStorageError(new TypeError('the answer has no body'))
    return Body
  }

  return {
    async put(key, body, meta) {
      const tag = tagOf(partsOf(checkedKey(key)).area)
      const upload = new Upload({
        client,
        partSize: PART_BYTES,
        queueSize: PARTS_AT_ONCE,
        params: {
          Bucket,
          Key: checkedKey(key),
          Body: Readable.from(verifiedBody(body, meta)),
          ContentType: meta.contentType,
          ...(tag && { Tagging: tag }),
          ...(encrypted && { ServerSideEncryption: 'AES256' as const }),
          ...checksumOf(meta, isAws),
        },
      })
      await upload.done().catch(refuse)
    },

    get,

    async read(key, maxBytes) {
      return readAtMost(await get(key), maxBytes)
    },

    async delete(key) {
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: checkedKey(key) })).catch(refuse)
    },

    async signedUrl(key, { expiresInSeconds, filename, contentType }) {
      assertLinkLifetime(expiresInSeconds)
      const command = new sdk.GetObjectCommand({
        Bucket,
        Key: checkedKey(key),
        ResponseContentDisposition: attachmentDisposition(filename),
        ResponseContentType: contentType,
      })
      return getSignedUrl(client, command, { expiresIn: expiresInSeconds }).catch(refuse)
    },

    list: (tenantId) => listBucket(sdk, client, Bucket, tenantPrefix(tenantId)),

    async ready() {
      await client.send(new sdk.HeadBucketCommand({ Bucket })).catch(refuse)
    },

    applyLifecycle: (rules) => applyLifecycle(sdk, client, Bucket, rules).catch(refuse),
    readLifecycle: () => readLifecycle(sdk, client, Bucket).catch(refuse),

    async close() {
      client.destroy()
    },
  }
}

function clientConfig(options: S3StorageOptions): S3ClientConfig {
  const { endpoint, region, accessKeyId, secretAccessKey, timeoutMs = 10_000, maxAttempts = 3 } = options
  return {
    region,
    maxAttempts,
    requestHandler: {
      connectionTimeout: Math.min(timeoutMs, 3_000),
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: timeoutMs,
    },
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
    // Other stores know neither bucket host names nor the newer trailing checksums.
    ...(endpoint && {
      endpoint,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED' as const,
      responseChecksumValidation: 'WHEN_REQUIRED' as const,
    }),
  }
}

/**
 * A body in one request carries its own SHA-256. Parts cannot (S3 knows only a checksum of checksums there); each is
 * covered by the signature, and `verifiedBody` fails the upload before it is completed.
 */
function checksumOf(meta: { sha256: string; size: number }, isAws: boolean) {
  if (meta.size <= PART_BYTES) return { ChecksumSHA256: Buffer.from(meta.sha256, 'hex').toString('base64') }
  return isAws ? { ChecksumAlgorithm: 'SHA256' as const } : {}
}

async function* listBucket(
  sdk: typeof import('@aws-sdk/client-s3'),
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<StoredObject> {
  let page: string | undefined
  do {
    const command = new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: page })
    const { Contents = [], NextContinuationToken } = await client.send(command).catch(refuse)
    for (const { Key = '', Size = 0, LastModified = new Date(0) } of Contents) {
      if (isObjectKey(Key)) yield { key: Key, size: Size, modifiedAt: LastModified }
    }
    page = NextContinuationToken
  } while (page)
}

function refuse(cause: unknown): never {
  if (cause instanceof StorageError || !(cause instanceof Error)) throw asStorageError(cause)
  if (cause.name === 'NoSuchKey') throw new StorageNotFound('no such object', { cause })
  if (CHECKSUM_REFUSALS.has(cause.name)) throw new StorageMismatch('the store found other bytes', { cause })
  throw asStorageError(cause)
}

const CHECKSUM_REFUSALS = new Set(['BadDigest', 'XAmzContentSHA256Mismatch'])
