import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Answer } from './answer.ts'
import { type MessageStream, openMessageStream } from './message-stream.ts'

export type { Answer }

interface UploadFile {
  filename: string
  bytes: Uint8Array
}

export interface Upload {
  fields?: Record<string, string>
  files: Record<string, UploadFile | UploadFile[]>
  boundary?: string
  /** Files before fields; parts may come in any order. */
  filesFirst?: boolean
}

type Headers = Record<string, string>
export type CheckAnswer = (exchange: { method: string; url: string; answer: Answer }) => void

/** Calls the API as one caller. Every answer is held against the contract. */
export class Client {
  readonly #app: FastifyInstance
  readonly #check: CheckAnswer
  readonly #headers: Headers

  constructor(app: FastifyInstance, check: CheckAnswer, headers: Headers = {}) {
    this.#app = app
    this.#check = check
    this.#headers = headers
  }

  /** The same caller with further headers on every call. */
  with(headers: Headers): Client {
    return new Client(this.#app, this.#check, { ...this.#headers, ...headers })
  }

  get = (url: string, headers?: Headers) => this.send({ method: 'GET', url, ...(headers && { headers }) })
  post = (url: string, body?: unknown, headers?: Headers) => this.#json('POST', url, body, headers)
  put = (url: string, body?: unknown, headers?: Headers) => this.#json('PUT', url, body, headers)
  patch = (url: string, body?: unknown, headers?: Headers) => this.#json('PATCH', url, body, headers)
  delete = (url: string, headers?: Headers) =>
    this.send({ method: 'DELETE', url, ...(headers && { headers }) })

  upload(url: string, upload: Upload, headers: Headers = {}): Promise<Answer> {
    const boundary = upload.boundary ?? 'part-of-a-test'
    return this.send({
      method: 'POST',
      url,
      payload: multipart(upload, boundary),
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers },
    })
  }

  /** Opens an event stream; close it, or read it to its end. */
  async stream(url: string, headers: Headers = {}): Promise<MessageStream> {
    const stream = await openMessageStream(this.#app, url, { ...this.#headers, ...headers })
    this.#check({ method: 'GET', url, answer: stream.answer })
    return stream
  }

  #json(
    method: 'POST' | 'PUT' | 'PATCH',
    url: string,
    body: unknown,
    headers: Headers = {},
  ): Promise<Answer> {
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
    const type: Headers = body === undefined ? {} : { 'content-type': 'application/json' }
    return this.send({ method, url, ...payload, headers: { ...type, ...headers } })
  }

  async send(options: InjectOptions & { method: string; url: string }): Promise<Answer> {
    const headers = { ...this.#headers, ...(options.headers as Headers | undefined) }
    const response = await this.#app.inject({ ...options, headers } as InjectOptions)
    const type = String(response.headers['content-type'] ?? '')
    const body: unknown =
      /[/+]json/.test(type) && response.body !== '' ? JSON.parse(response.body) : response.body
    const answer = {
      status: response.statusCode,
      headers: response.headers as Headers,
      body,
      text: response.body,
    }
    this.#check({ method: options.method, url: options.url, answer })
    return answer
  }
}

function multipart({ fields = {}, files, filesFirst }: Upload, boundary: string): Buffer {
  const fieldParts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  )
  const named = Object.entries(files).flatMap(([name, some]) =>
    (Array.isArray(some) ? some : [some]).map((file) => ({ name, ...file })),
  )
  const fileParts = named.map(({ name, filename, bytes }) => {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="${filename}"\r\ncontent-type: application/octet-stream\r\n\r\n`
    return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n')])
  })
  const parts = filesFirst ? [...fileParts, ...fieldParts] : [...fieldParts, ...fileParts]
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
}
