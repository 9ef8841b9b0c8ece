import pino, { type Logger, type LoggerOptions } from 'pino'
import { errorForLog } from './error-for-log.ts'
import { urlForLog } from './url-for-log.ts'

/** JSON lines on standard output in which no secret stands, whoever passes one by mistake. */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  return destination ? pino({ ...OPTIONS, level }, destination) : pino({ ...OPTIONS, level })
}

const SECRETS = [
  ...['authorization', 'cookie', 'set-cookie', 'idempotency-key', 'x-api-key'],
  ...['password', 'password_hash', 'token', 'access_token', 'refresh_token', 'secret', 'key', 'api_key'],
]

/** A path of pino's reaches one depth, so each secret is named at the three where things are logged. */
const REDACTED = SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])

const OPTIONS: LoggerOptions = {
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: REDACTED, censor: '[redacted]' },
  serializers: {
    err: errorForLog,
    error: errorForLog,
    url: urlForLog,
    req: ({ method, url }: { method: string; url: string }) => ({ method, url: urlForLog(url) }),
  },
  hooks: {
    // Without a message pino takes the error's own, which may repeat a value.
    logMethod(args, method) {
      const [subject, message] = args as [unknown, unknown]
      const error = subject instanceof Error ? subject : (subject as { err?: unknown } | null)?.err
      if (message !== undefined || !(error instanceof Error)) return method.apply(this, args)
      const members = subject instanceof Error ? { err: error } : (subject as object)
      return method.apply(this, [members, errorForLog(error).message])
    },
  },
}
