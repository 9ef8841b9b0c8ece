import { z } from 'zod'

const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1')
const port = z.coerce.number().int().min(0).max(65_535)
const url = (protocols: string[]) =>
  z.string().refine(
    (value) => {
      const parsed = URL.parse(value)
      return parsed !== null && protocols.includes(parsed.protocol)
    },
    `must be a URL beginning with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  )
const postgresUrl = url(['postgres:', 'postgresql:'])

/** Every environment variable the product reads, and nothing reads any other. */
export const envSchema = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./.data'),
  ROLE: z.enum(['api', 'worker', 'all']).default('all'),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_REPLICA_URL: postgresUrl.optional(),
  DATABASE_SYSTEM_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  DATABASE_PREPARED: flag.default(true),
  QUEUE_DATABASE_URL: postgresUrl.optional(),
  REDIS_URL: url(['redis:', 'rediss:']).optional(),
  S3_ENDPOINT: url(['http:', 'https:']).optional(),
  S3_BUCKET: z.string().min(3).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  S3_ENCRYPTION: z.enum(['AES256', 'none']).default('AES256'),
  SMTP_URL: url(['smtp:', 'smtps:']).optional(),
  MAIL_FROM: z
    .string()
    .max(320)
    .regex(
      /^(?:[^\p{Cc}<>@]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u,
      'must be an address, or Name <address>',
    )
    .default('Shortlist <no-reply@localhost>'),
  WEB_URL: url(['http:', 'https:']).optional(),
  SIGNUP: z.enum(['open', 'closed']).default('open'),
  PARSE_OCR: z.enum(['on', 'off']).default('off'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUST_PROXY: z.string().default('false'),
  RATE_LIMITS: z.string().default(''),
  ALLOW_PRIVATE_DESTINATIONS: z.string().default(''),
  VECTOR_STORE: z.enum(['pgvector', 'pinecone', 'weaviate']).default('pgvector'),
  VECTOR_INDEXES: z.coerce.number().int().min(0).max(1000).default(100),
  PINECONE_API_KEY: z.string().min(1).optional(),
  PINECONE_INDEXES: z
    .string()
    .regex(
      /^\d{1,4}=https?:\/\/[^\s,]+(,\d{1,4}=https?:\/\/[^\s,]+)*$/,
      'must be <dimensions>=<URL>, comma-separated',
    )
    .optional(),
  WEAVIATE_URL: url(['http:', 'https:']).optional(),
  WEAVIATE_API_KEY: z.string().min(1).optional(),
  EMBEDDINGS_ONNX_MODEL: z.string().min(1).optional(),
  EMBEDDINGS_ONNX_DOWNLOAD: flag.default(false),
  WEBHOOK_FAILING_DAYS: z.coerce.number().int().min(1).max(90).default(5),
  EMBEDDED_EXPOSE: flag.default(false),
  JWT_KEYS: z.string().min(1).optional(),
  ENCRYPTION_KEY: z.string().min(1).optional(),
})

export type Env = z.infer<typeof envSchema>

/** @throws ConfigError naming every problem at once. An empty value counts as not set. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const known = Object.keys(envSchema.shape)
  const given = Object.fromEntries(known.map((key) => [key, source[key] || undefined]))
  const parsed = envSchema.safeParse(given)
  const problems = parsed.success
    ? missingTogether(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  return parsed.data
}

export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(
      `the configuration has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    )
    this.name = 'ConfigError'
  }
}

/** What one variable demands of others. */
function missingTogether(env: Env): string[] {
  const problems: string[] = []
  const demand = (when: boolean, names: (keyof Env)[], why: string) => {
    for (const name of names) if (when && env[name] === undefined) problems.push(`${name}: required ${why}`)
  }
  const native = env.DATABASE_URL !== undefined
  demand(native, ['DATABASE_SYSTEM_URL', 'JWT_KEYS', 'ENCRYPTION_KEY'], 'when DATABASE_URL is set')
  demand(native && !env.REDIS_URL, ['QUEUE_DATABASE_URL'], 'when DATABASE_URL is set and REDIS_URL is not')
  const s3 = Boolean(env.S3_ENDPOINT || env.S3_BUCKET || env.S3_ACCESS_KEY_ID || env.S3_SECRET_ACCESS_KEY)
  demand(s3, ['S3_BUCKET'], 'when any S3_ variable is set')
  demand(Boolean(env.S3_ACCESS_KEY_ID), ['S3_SECRET_ACCESS_KEY'], 'with S3_ACCESS_KEY_ID')
  demand(Boolean(env.S3_SECRET_ACCESS_KEY), ['S3_ACCESS_KEY_ID'], 'with S3_SECRET_ACCESS_KEY')
  const { VECTOR_STORE: store } = env
  demand(store === 'pinecone', ['PINECONE_API_KEY', 'PINECONE_INDEXES'], 'when VECTOR_STORE is pinecone')
  demand(store === 'weaviate', ['WEAVIATE_URL'], 'when VECTOR_STORE is weaviate')
  for (const name of ['DATABASE_SYSTEM_URL', 'DATABASE_REPLICA_URL'] as const)
    if (!native && env[name]) problems.push(`${name}: has no effect without DATABASE_URL`)
  if (!native && env.ROLE !== 'all')
    problems.push('ROLE: the embedded database has one process, which does all; set DATABASE_URL')
  return problems
}
