import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { OpenApiDocument } from '#src/http/openapi.ts'

export interface ObservedResponse {
  method: string
  /** Path and query, as requested. */
  url: string
  status: number
  headers: Record<string, unknown>
  body: string
}

export interface ContractValidator {
  /** @throws Error that says what the contract does not allow: the status, the type or the body. */
  assertResponse(response: ObservedResponse): void
}

interface Operation {
  template: string
  method: string
  responses: Record<string, { $ref?: string; content?: Record<string, unknown> }>
}

/** Holds answers against the contract. A schema is compiled at its first use and kept. */
export function createContractValidator(document: OpenApiDocument): ContractValidator {
  const operations = new OperationIndex(document)
  const bodies = new BodyValidators(document)
  return {
    assertResponse(response) {
      const operation = operations.find(response.method, response.url)
      const schema = operation ? schemaOf(response, operation, document) : schemaOfUnknown(response)
      // HEAD has the headers of GET and nothing else.
      if (schema === undefined || response.method === 'HEAD') return
      const body = /[/+]json$/.test(typeOf(response)) ? parse(response) : response.body
      const problem = bodies.validate(schema, body)
      if (problem) fail(response, `its body does not match ${schema}:\n${problem}`)
    },
  }
}

/** Where the schema of the body stands; undefined where there is to be no body. */
function schemaOf(response: ObservedResponse, operation: Operation, document: object): string | undefined {
  const { responses, template, method } = operation
  const key = responses[response.status] ? String(response.status) : `${String(response.status)[0]}XX`
  const declared = responses[key]
  if (!declared) return fail(response, `only ${Object.keys(responses).join(', ')} are declared`)
  const place = declared.$ref ?? `#/paths/${pointerTo(template)}/${method}/responses/${key}`
  const { content = {} } = declared.$ref ? resolve(document, declared.$ref) : declared
  const types = Object.keys(content)
  if (types.length === 0) return response.body === '' ? undefined : fail(response, 'no body is declared')
  const type = typeOf(response)
  if (!types.includes(type)) fail(response, `its type is "${type}" and only ${types.join(', ')} are declared`)
  return `${place}/content/${pointerTo(type)}/schema`
}

/** What no route answers is the kernel's own refusal. */
function schemaOfUnknown(response: ObservedResponse): string {
  return response.status === 404 ? PROBLEM : fail(response, 'no operation has this method and path')
}

const PROBLEM = '#/components/schemas/Problem'

/** Finds operations by path, fixed segments before parameters. */
class OperationIndex {
  readonly #byLength = new Map<number, { segments: string[]; methods: Map<string, Operation> }[]>()

  constructor({ paths }: OpenApiDocument) {
    for (const [template, item] of Object.entries(paths)) {
      const segments = template.split('/')
      const operations = Object.entries(item).map(([method, { responses }]) => {
        return [method, { template, method, responses } as Operation] as const
      })
      const known = this.#byLength.get(segments.length) ?? []
      known.push({ segments, methods: new Map(operations) })
      this.#byLength.set(segments.length, known)
    }
    const openness = ({ segments }: { segments: string[] }) =>
      segments.map((segment) => (isParameter(segment) ? '1' : '0')).join('')
    for (const known of this.#byLength.values()) known.sort((a, b) => openness(a).localeCompare(openness(b)))
  }

  find(method: string, url: string): Operation | undefined {
    const segments = (url.split('?')[0] ?? '').split('/')
    const name = method === 'HEAD' ? 'get' : method.toLowerCase()
    for (const candidate of this.#byLength.get(segments.length) ?? []) {
      const matches = candidate.segments.every(
        (segment, i) => isParameter(segment) || segment === segments[i],
      )
      const operation = matches && candidate.methods.get(name)
      if (operation) return operation
    }
    return undefined
  }
}

const isParameter = (segment: string) => segment.startsWith('{')

class BodyValidators {
  readonly #ajv = new Ajv2020({ strict: false })
  readonly #compiled = new Map<string, ValidateFunction>()

  constructor(document: OpenApiDocument) {
    addFormats.default(this.#ajv)
    this.#ajv.addSchema(document, 'contract')
  }

  /** What is wrong, or undefined. */
  validate(pointer: string, body: unknown): string | undefined {
    let validator = this.#compiled.get(pointer)
    if (!validator) {
      validator = this.#ajv.compile({ $ref: `contract${pointer}` })
      this.#compiled.set(pointer, validator)
    }
    if (validator(body)) return undefined
    return this.#ajv.errorsText(validator.errors, { dataVar: 'body', separator: '\n' })
  }
}

function resolve(document: object, ref: string): { content?: Record<string, unknown> } {
  const names = ref.slice(2).split('/')
  return names.reduce((node, name) => (node as Record<string, object>)[name] ?? {}, document)
}

/** RFC 6901, in the fragment of a URI. */
const pointerTo = (segment: string) => encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'))

const typeOf = ({ headers }: ObservedResponse) =>
  String(headers['content-type'] ?? '')
    .split(';')[0]
    ?.trim() ?? ''

function parse(response: ObservedResponse): unknown {
  try {
    return JSON.parse(response.body)
  } catch {
    return fail(response, 'its body is not JSON')
  }
}

const EXCERPT = 500

function fail({ method, url, status, body }: ObservedResponse, why: string): never {
  throw new Error(`${method} ${url} answered ${status}, but ${why}\n${body.slice(0, EXCERPT)}`)
}
