export type SandboxReason = 'timeout' | 'memory' | 'crashed' | 'closed' | 'aborted'

/** Why a run has no output. The message is for the log; callers branch on `reason`. */
export class SandboxError extends Error {
  readonly reason: SandboxReason

  constructor(reason: SandboxReason, message: string) {
    super(message)
    this.name = 'SandboxError'
    this.reason = reason
  }
}
