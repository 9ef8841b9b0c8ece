import { protocolViolation } from './backend-error.ts'

/** A message of a client. Those before the session has started carry no type byte: their type is ''. */
export interface FrontendMessage {
  type: string
  raw: Buffer
}

const SSL_REQUEST = 80877103
const GSS_REQUEST = 80877104
const MAX_STARTUP_BYTES = 10_000
/** PostgreSQL's own limit for one value is 1 GB; a session of ours has no use for a quarter of it. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024

/** Cuts the bytes of a client into messages. Throws a protocol violation for a length that cannot be. */
export class MessageReader {
  #chunks: Buffer[] = []
  #held = 0
  #needed = 4
  #started = false

  /** The messages that this chunk completes. */
  read(chunk: Buffer): FrontendMessage[] {
    const messages: FrontendMessage[] = []
    this.#chunks.push(chunk)
    this.#held += chunk.length
    while (this.#held >= this.#needed) {
      const bytes = this.#joined()
      const head = this.#started ? 1 : 0
      const length = bytes.length < head + 4 ? undefined : head + this.#checkedLength(bytes.readInt32BE(head))
      if (length === undefined || bytes.length < length) {
        this.#needed = length ?? head + 4
        break
      }
      this.#keep(bytes.subarray(length))
      const raw = bytes.subarray(0, length)
      messages.push(this.#started ? typed(raw) : this.#startup(raw))
      this.#needed = this.#started ? 5 : 4
    }
    return messages
  }

  /** Joined once a message is complete, not once a chunk: a large parameter comes in hundreds of chunks. */
  #joined(): Buffer {
    const [first] = this.#chunks
    return this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks, this.#held)
  }

  #keep(rest: Buffer): void {
    this.#chunks = rest.length ? [rest] : []
    this.#held = rest.length
  }

  #checkedLength(length: number): number {
    if (length < 4 || length > (this.#started ? MAX_MESSAGE_BYTES : MAX_STARTUP_BYTES)) {
      throw protocolViolation(`invalid message length ${length}`)
    }
    return length
  }

  #startup(raw: Buffer): FrontendMessage {
    if (raw.length < 8) throw protocolViolation('invalid startup message')
    this.#started = !isEncryptionRequest(raw)
    return { type: '', raw }
  }
}

export const isEncryptionRequest = (startup: Buffer): boolean =>
  [SSL_REQUEST, GSS_REQUEST].includes(startup.readInt32BE(4))

const typed = (raw: Buffer): FrontendMessage => ({ type: String.fromCharCode(raw[0] ?? 0), raw })
