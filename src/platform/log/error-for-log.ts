import { DatabaseError } from 'pg'

export interface LoggedError {
  type: string
  message: string
  code?: string
  /** Where it happened, without the message that begins a stack. */
  at?: string[]
  /** Which rule of the database was broken, never by which value. */
  constraint?: string
  table?: string
  cause?: LoggedError
}

const MAX_CAUSES = 5
const MAX_MESSAGE = 1_000

/**
 * What may be known of an error outside the process. Members are picked, because libraries hang what they were given
 * on their errors: PostgreSQL the row (`detail`, `where`), query builders the parameters, Redis the command.
 */
export function errorForLog(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something was thrown that is no error' }
  const { code, cause } = error as Error & { code?: unknown }
  const at = framesOf(error)
  return {
    type: error.name,
    message: messageOf(error).slice(0, MAX_MESSAGE),
    ...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
    ...(at.length > 0 && { at }),
    ...(error instanceof DatabaseError && ruleOf(error)),
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: errorForLog(cause, depth + 1) }),
  }
}

function messageOf(error: Error): string {
  // Class 22 is about values, and its messages repeat them.
  if (error instanceof DatabaseError && error.code?.startsWith('22')) return 'a value does not fit its type'
  // "Failed query: … params: …"
  if (error.name === 'DrizzleQueryError') return 'a query failed'
  return error.message
}

const framesOf = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim().slice(3))

function ruleOf({ constraint, table }: DatabaseError): Pick<LoggedError, 'constraint' | 'table'> {
  return { ...(constraint !== undefined && { constraint }), ...(table !== undefined && { table }) }
}
