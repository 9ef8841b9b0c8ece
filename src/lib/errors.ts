/** One line of the error catalogue. `code` is stable: clients branch on it. */
export interface ErrorKind {
  readonly code: string
  readonly status: number
  readonly title: string
  /** The database constraint whose violation means this error. */
  readonly constraint?: string
}

/** One invalid value: `pointer` is a JSON Pointer into the request. */
export interface FieldError {
  pointer: string
  code: string
  message: string
}

export interface ErrorDetails {
  detail?: string
  errors?: FieldError[]
  /** Further members of the problem document, such as `allowed` of an illegal transition. */
  members?: Record<string, unknown>
  headers?: Record<string, string>
  cause?: unknown
}

/** An error with an answer: everything a client may be told, and nothing else. */
export class AppError extends Error {
  readonly kind: ErrorKind
  readonly details: ErrorDetails

  constructor(kind: ErrorKind, details: ErrorDetails = {}) {
    super(`${kind.code}: ${details.detail ?? kind.title}`, { cause: details.cause })
    this.name = 'AppError'
    this.kind = kind
    this.details = details
  }
}

type KindWithoutCode = Omit<ErrorKind, 'code'>

/** Declares the errors of one domain; `defineErrors('job', { not_open: … }).not_open.code` is `job.not_open`. */
export function defineErrors<const K extends Record<string, KindWithoutCode>>(
  domain: string,
  kinds: K,
): { readonly [P in keyof K]: ErrorKind } {
  const entries = Object.entries(kinds).map(([name, kind]) => [name, { ...kind, code: `${domain}.${name}` }])
  return Object.fromEntries(entries)
}
