import { serverErrors } from '#src/http/errors.ts'
import { AppError } from '#src/lib/errors.ts'
import type { Outbound } from '#src/platform/outbound/outbound.ts'

/** A request to a remote store: its answer is read as JSON, and may be refused. */
export interface StoreRequest {
  method?: 'POST' | 'DELETE'
  url: string
  headers: Record<string, string>
  body: unknown
}

export interface StoreAnswer {
  status: number
  /** Undefined for what is no JSON. */
  body: unknown
}

const TIMEOUT_MS = 10_000
const MAX_ANSWER = 16 * 1024 * 1024

/** @throws AppError `server.unavailable` where the store does not answer, or says that it cannot now */
export async function ask(
  outbound: Outbound,
  { method = 'POST', url, headers, body }: StoreRequest,
): Promise<StoreAnswer> {
  const request = {
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    timeoutMs: TIMEOUT_MS,
    maxResponseBytes: MAX_ANSWER,
  }
  const answer = await outbound.send(method, url, request).catch((cause: unknown) => {
    throw unavailable(cause)
  })
  if (answer.truncated || answer.status >= 500 || answer.status === 429)
    throw unavailable(new Error(`the store answered ${answer.status}`))
  return { status: answer.status, body: parsed(answer.body) }
}

/** What a store says to a request of ours that it should take is for the log, not for tenants. */
export const unavailable = (cause: unknown) =>
  new AppError(serverErrors.unavailable, { detail: 'The vector store is not available.', cause })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Some of a list at a time. */
export function chunks<T>(list: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
}
