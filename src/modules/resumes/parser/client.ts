import { SandboxError } from '#src/platform/sandbox/errors.ts'
import { createSandbox, type Sandbox, type SandboxOptions } from '#src/platform/sandbox/sandbox.ts'
import { failedResult } from './failed-result.ts'
import type { ReasonCode } from './reason-codes.ts'
import type { DocumentInput, ParseOptions, ParseResult, ParseTask } from './types.ts'

export interface ResumeParser {
  /** Rejects only when the caller gave up or the parser was closed; every fault of a document is a failed result. */
  parse(input: DocumentInput, options: ParseOptions & { signal?: AbortSignal }): Promise<ParseResult>
  close(): Promise<void>
}

const WALL_MS = 20_000
export const MAX_RSS_BYTES = 512 * 1024 * 1024

const FAILURES: Partial<Record<SandboxError['reason'], ReasonCode>> = {
  timeout: 'parse.timeout',
  memory: 'parse.memory',
  crashed: 'parse.crashed',
}

/** The parser in bounded child processes: what one document does to its process, no other one notices. */
export const createResumeParser = ({ size, log }: Pick<SandboxOptions, 'size' | 'log'>): ResumeParser =>
  parserOver(
    createSandbox<ParseTask, ParseResult>({
      module: new URL('./child.ts', import.meta.url),
      size,
      wallMs: WALL_MS,
      maxRssBytes: MAX_RSS_BYTES,
      ...(log && { log }),
    }),
  )

export function parserOver(sandbox: Sandbox<ParseTask, ParseResult>): ResumeParser {
  return {
    async parse(document, { signal, ...options }) {
      try {
        return await sandbox.run({ document, ...options }, signal)
      } catch (error) {
        const reason = error instanceof SandboxError ? FAILURES[error.reason] : undefined
        if (!reason) throw error
        return failedResult(reason)
      }
    },
    close: () => sandbox.close(),
  }
}
