/** An error the multiplexer answers in the backend's place. FATAL also ends the session, as PostgreSQL does. */
export class BackendError extends Error {
  readonly code: string
  readonly severity: 'ERROR' | 'FATAL'

  constructor(code: string, message: string, severity: 'ERROR' | 'FATAL' = 'ERROR') {
    super(message)
    this.name = 'BackendError'
    this.code = code
    this.severity = severity
  }
}

export const lockNotAvailable = (message: string) => new BackendError('55P03', message)
export const queryCanceled = (message: string) => new BackendError('57014', message)
export const idleInTransaction = (message: string) => new BackendError('25P03', message, 'FATAL')
export const adminShutdown = (message: string) => new BackendError('57P01', message, 'FATAL')
export const cannotConnectNow = (message: string) => new BackendError('57P03', message, 'FATAL')
export const protocolViolation = (message: string) => new BackendError('08P01', message, 'FATAL')

export const asBackendError = (error: unknown): BackendError =>
  error instanceof BackendError
    ? error
    : new BackendError('XX000', `embedded database: ${String(error)}`, 'FATAL')
