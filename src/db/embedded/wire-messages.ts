import type { BackendError } from './backend-error.ts'

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
export interface MessageSpan {
  type: string
  start: number
  end: number
}

/** Type byte and length. */
const HEADER = 5

/** The messages of a reply, as positions: a result of many rows is walked without a copy. */
export function* messagesIn(bytes: Buffer): Generator<MessageSpan> {
  let start = 0
  while (start + HEADER <= bytes.length) {
    const end = start + 1 + bytes.readInt32BE(start + 1)
    yield { type: String.fromCharCode(bytes[start] ?? 0), start, end }
    start = end
  }
}

export const bodyOf = (bytes: Buffer, { start, end }: MessageSpan): Buffer =>
  bytes.subarray(start + HEADER, end)

/** The command tag of a CommandComplete. */
export const commandTag = (body: Buffer): string => body.toString('latin1', 0, body.length - 1)

export function notificationChannel(body: Buffer): string {
  const processIdBytes = 4
  return body.toString('utf8', processIdBytes, body.indexOf(0, processIdBytes))
}

/** SQLSTATE and message of the first ErrorResponse, if there is one. */
export function firstError(reply: Buffer): { code: string; message: string } | undefined {
  for (const span of messagesIn(reply)) {
    if (span.type !== 'E') continue
    const fields = bodyOf(reply, span).toString('utf8').split('\0')
    const field = (type: string) => fields.find((text) => text.startsWith(type))?.slice(1)
    return { code: field('C') ?? 'XX000', message: field('M') ?? 'unknown error' }
  }
  return undefined
}

/** A backend that died inside WASM may return without this; nothing more will come from it. */
export const endsWithReadyForQuery = (reply: Buffer): boolean =>
  reply.length >= READY_LENGTH &&
  reply.readUInt32BE(reply.length - HEADER) === 5 &&
  reply.at(-READY_LENGTH) === 0x5a

export const endsWithFlush = (batch: Uint8Array): boolean => flush.equals(batch.subarray(-HEADER))

export function message(type: string, ...parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const header = Buffer.alloc(HEADER)
  header.write(type, 0, 'latin1')
  header.writeInt32BE(length + 4, 1)
  return Buffer.concat([header, ...parts], HEADER + length)
}

export const cstring = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf8')

export const simpleQuery = (sql: string): Buffer => message('Q', cstring(sql))

export const closeStatement = (name: string): Buffer => message('C', Buffer.from('S'), cstring(name))

export const sync = message('S')

const flush = message('H')

const READY_LENGTH = 6

export const readyForQuery = (status: TransactionStatus): Buffer =>
  message('Z', Buffer.from(status, 'latin1'))

/** Idle, in a transaction, in a failed transaction. */
export type TransactionStatus = 'I' | 'T' | 'E'

export const errorResponse = ({ severity, code, message: text }: BackendError): Buffer =>
  message(
    'E',
    cstring(`S${severity}`),
    cstring(`V${severity}`),
    cstring(`C${code}`),
    cstring(`M${text}`),
    Buffer.of(0),
  )

export function startupMessage(parameters: Record<string, string>): Buffer {
  const protocol3 = Buffer.from([0, 3, 0, 0])
  const pairs = Object.entries(parameters).map(([name, value]) => cstring(`${name}\0${value}`))
  const body = Buffer.concat([protocol3, ...pairs, Buffer.of(0)])
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([length, body])
}

export function backendKeyData(processId: number): Buffer {
  const body = Buffer.alloc(8)
  body.writeInt32BE(processId)
  return message('K', body)
}
