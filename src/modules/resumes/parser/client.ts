import { SandboxError } from '#src/platform/sandbox/errors.ts'
import { createSandbox, type Sandbox, type SandboxOptions } from '#src/platform/sandbox/sandbox.ts'
import { failedResult } from './failed-result.ts'
import type { ReasonCode } from './reason-codes.ts'
import type { DocumentInput, ParseOptions, ParseResult, ParseTask, ReadOptions } from './types.ts'

export interface ResumeParser {
  /** Rejects only when the caller gave up or the parser was closed; every fault of a document is a failed result. */
  parse(
    input: DocumentInput,
    options: Omit<ParseOptions, keyof ReadOptions> & { signal?: AbortSignal },
  ): Promise<ParseResult>
  close(): Promise<void>
}

const MIB = 1024 * 1024
export const MAX_RSS_BYTES = 512 * MIB
const BOUNDS = { wallMs: 20_000, maxRssBytes: MAX_RSS_BYTES }
/** Recognition takes seconds a page, and holds its engine and the pixels of the page. */
const BOUNDS_OF_SCANS = { wallMs: 60_000, maxRssBytes: 1024 * MIB }

interface ParserOptions extends Pick<SandboxOptions, 'size' | 'log'>, Partial<ReadOptions> {}

const FAILURES: Partial<Record<SandboxError['reason'], ReasonCode>> = {
  timeout: 'parse.timeout',
  memory: 'parse.memory',
  crashed: 'parse.crashed',
}

/** The parser in bounded child processes: what one document does to its process, no other one notices. */
export const createResumeParser = ({ size, log, recognize = false }: ParserOptions): ResumeParser =>
  parserOver(
    createSandbox<ParseTask, ParseResult>({
      module: new URL('./child.ts', import.meta.url),
      size,
      ...(recognize ? BOUNDS_OF_SCANS : BOUNDS),
      ...(log && { log }),
    }),
    { recognize },
  )

export function parserOver(
  sandbox: Sandbox<ParseTask, ParseResult>,
  read: ReadOptions = { recognize: false },
): ResumeParser {
  return {
    async parse(document, { signal, ...options }) {
      try {
        return await sandbox.run({ document, ...options, ...read }, signal)
      } catch (error) {
        const reason = error instanceof SandboxError ? FAILURES[error.reason] : undefined
        if (!reason) throw error
        return failedResult(reason)
      }
    },
    close: () => sandbox.close(),
  }
}
