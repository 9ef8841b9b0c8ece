import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ConfigError, type Env, readEnv } from './env.ts'
import { embeddedSecrets, parseEncryptionKeys, parseSigningKeys, type SigningKey } from './secrets.ts'

/** What the process was told, typed and derived. Nothing but this folder reads the environment. */
export interface Config {
  host: string
  port: number
  dataDir: string
  /** What this process does: answer requests, run tasks, or both. */
  role: Env['ROLE']
  database:
    | { kind: 'embedded'; dir: string; cacheDir: string }
    | {
        kind: 'native'
        appUrl: string
        replicaUrl: string | undefined
        systemUrl: string
        ownerUrl: string | undefined
        prepared: boolean
      }
  queue: { kind: 'redis'; url: string } | { kind: 'postgres'; url: string } | { kind: 'embedded' }
  redisUrl: string | undefined
  storage:
    | { kind: 'folder'; dir: string }
    | {
        kind: 's3'
        endpoint: string | undefined
        bucket: string
        region: string
        accessKeyId: string | undefined
        secretAccessKey: string | undefined
        serverSideEncryption: Env['S3_ENCRYPTION']
      }
  /** Without a URL mails go nowhere; in embedded mode they are kept in `dir`. */
  mail: { smtpUrl: string | undefined; from: string; dir: string | undefined }
  /** Where people open the links of mails, without a slash at its end. */
  webUrl: string | undefined
  signup: 'open' | 'closed'
  /** Resumes that are scans or pictures are read by recognition. */
  recognizeScans: boolean
  logLevel: Env['LOG_LEVEL']
  trustProxy: boolean | string
  rateLimits: string
  allowPrivateDestinations: string[]
  /** So long an endpoint may only fail before it is disabled. */
  webhookFailingDays: number
  vectors: VectorStoreConfig
  /** A local embedding model: a folder, or a name that may be downloaded where `download` says so. */
  onnx: { model: string; download: boolean } | undefined
  signingKeys: SigningKey[]
  encryptionKeys: Buffer[]
}

export type VectorStoreConfig =
  | {
      kind: 'pgvector'
      /** Tenants that may have an index of their own at a time. */
      indexes: number
    }
  | {
      kind: 'pinecone'
      apiKey: string
      /** The address of the index for vectors of so many dimensions, without a slash at its end. */
      indexes: ReadonlyMap<number, string>
    }
  | { kind: 'weaviate'; url: string; apiKey: string | undefined }

/** Reads `.env` of the working directory when there is one, then the environment. @throws ConfigError */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return deriveConfig(readEnv(process.env))
}

/** @throws ConfigError */
export function deriveConfig(env: Env): Config {
  const dataDir = resolve(env.DATA_DIR)
  const embedded = env.DATABASE_URL === undefined
  if (embedded && !env.EMBEDDED_EXPOSE && !isLoopback(env.HOST)) {
    throw new ConfigError([
      `HOST: the embedded database serves loopback only; set DATABASE_URL, or EMBEDDED_EXPOSE=true`,
    ])
  }
  const given = { JWT_KEYS: env.JWT_KEYS, ENCRYPTION_KEY: env.ENCRYPTION_KEY }
  const needed = embedded && !(given.JWT_KEYS && given.ENCRYPTION_KEY)
  const secrets = needed ? { ...embeddedSecrets(dataDir), ...definedOnly(given) } : given
  return {
    host: env.HOST,
    port: env.PORT,
    dataDir,
    role: env.ROLE,
    database: databaseOf(env, dataDir),
    queue: queueOf(env),
    redisUrl: env.REDIS_URL,
    storage: storageOf(env, dataDir),
    mail: { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM, dir: embedded ? join(dataDir, 'mail') : undefined },
    webUrl: env.WEB_URL && withoutSlash(env.WEB_URL),
    signup: env.SIGNUP,
    recognizeScans: env.PARSE_OCR === 'on',
    logLevel: env.LOG_LEVEL,
    trustProxy: trustProxyOf(env.TRUST_PROXY),
    rateLimits: env.RATE_LIMITS,
    allowPrivateDestinations: list(env.ALLOW_PRIVATE_DESTINATIONS),
    webhookFailingDays: env.WEBHOOK_FAILING_DAYS,
    vectors: vectorsOf(env),
    onnx: env.EMBEDDINGS_ONNX_MODEL
      ? { model: env.EMBEDDINGS_ONNX_MODEL, download: env.EMBEDDINGS_ONNX_DOWNLOAD }
      : undefined,
    signingKeys: reported(() => parseSigningKeys(secrets.JWT_KEYS ?? '')),
    encryptionKeys: reported(() => parseEncryptionKeys(secrets.ENCRYPTION_KEY ?? '')),
  }
}

/** The owner's connection of migrations and log-ins; these commands need nothing else. @throws ConfigError */
export function loadOwnerConfig(): {
  ownerUrl: string
  appUrl?: string
  systemUrl?: string
  queueUrl?: string
} {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const { DATABASE_OWNER_URL, DATABASE_URL, DATABASE_SYSTEM_URL, QUEUE_DATABASE_URL } = process.env
  if (!DATABASE_OWNER_URL) throw new ConfigError(['DATABASE_OWNER_URL: required for this command'])
  return {
    ownerUrl: DATABASE_OWNER_URL,
    ...(DATABASE_URL && { appUrl: DATABASE_URL }),
    ...(DATABASE_SYSTEM_URL && { systemUrl: DATABASE_SYSTEM_URL }),
    ...(QUEUE_DATABASE_URL && { queueUrl: QUEUE_DATABASE_URL }),
  }
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\./.test(host)

function databaseOf(env: Env, dataDir: string): Config['database'] {
  if (env.DATABASE_URL && env.DATABASE_SYSTEM_URL) {
    const urls = {
      appUrl: env.DATABASE_URL,
      replicaUrl: env.DATABASE_REPLICA_URL,
      systemUrl: env.DATABASE_SYSTEM_URL,
      ownerUrl: env.DATABASE_OWNER_URL,
    }
    return { kind: 'native', ...urls, prepared: env.DATABASE_PREPARED }
  }
  return { kind: 'embedded', dir: join(dataDir, 'postgres'), cacheDir: join(dataDir, 'cache') }
}

function queueOf(env: Env): Config['queue'] {
  if (env.REDIS_URL) return { kind: 'redis', url: env.REDIS_URL }
  return env.QUEUE_DATABASE_URL ? { kind: 'postgres', url: env.QUEUE_DATABASE_URL } : { kind: 'embedded' }
}

function storageOf(env: Env, dataDir: string): Config['storage'] {
  if (!env.S3_BUCKET) return { kind: 'folder', dir: join(dataDir, 'files') }
  return {
    kind: 's3',
    endpoint: env.S3_ENDPOINT,
    bucket: env.S3_BUCKET,
    region: env.S3_REGION,
    accessKeyId: env.S3_ACCESS_KEY_ID,
    secretAccessKey: env.S3_SECRET_ACCESS_KEY,
    serverSideEncryption: env.S3_ENCRYPTION,
  }
}

function vectorsOf(env: Env): VectorStoreConfig {
  if (env.VECTOR_STORE === 'pinecone')
    return {
      kind: 'pinecone',
      apiKey: env.PINECONE_API_KEY ?? '',
      indexes: new Map(list(env.PINECONE_INDEXES ?? '').map(readIndex)),
    }
  if (env.VECTOR_STORE === 'weaviate')
    return { kind: 'weaviate', url: withoutSlash(env.WEAVIATE_URL ?? ''), apiKey: env.WEAVIATE_API_KEY }
  return { kind: 'pgvector', indexes: env.VECTOR_INDEXES }
}

/** `<dimensions>=<URL>` */
function readIndex(text: string): [dimensions: number, url: string] {
  const at = text.indexOf('=')
  return [Number(text.slice(0, at)), withoutSlash(text.slice(at + 1))]
}

const withoutSlash = (address: string) => address.replace(/\/+$/, '')

/** `false`, `true`, or a comma-separated list of the proxies' addresses or CIDRs. */
const trustProxyOf = (text: string): boolean | string =>
  text === 'true' || text === 'false' ? text === 'true' : text

const list = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)

const definedOnly = <T extends Record<string, string | undefined>>(record: T) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value)) as { [K in keyof T]?: string }

function reported<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new ConfigError([(error as Error).message])
  }
}
