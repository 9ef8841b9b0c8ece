import type { EventDefinition } from '#src/platform/events/events.ts'
import type { JsonSchema } from './json-schema-refs.ts'
import { referenced } from './json-schema-refs.ts'
import { hasVersion, operationOf } from './openapi-operation.ts'
import { SHARED_PARAMETERS } from './openapi-parameters.ts'
import { SHARED_HEADERS, sharedResponses } from './openapi-responses.ts'
import { ContractSchemas } from './openapi-schemas.ts'
import { webhookOf } from './openapi-webhooks.ts'
import type { Route } from './route.ts'

export interface ContractOptions {
  routes: readonly Route[]
  /** Facts that webhook endpoints are told. */
  events?: readonly EventDefinition[]
  /** What each tag of the routes is about. */
  tags?: Readonly<Record<string, string>>
  title: string
  version: string
  description: string
}

export interface OpenApiDocument {
  openapi: '3.1.0'
  info: JsonSchema
  servers: { url: string }[]
  security: Record<string, string[]>[]
  tags: { name: string; description?: string }[]
  /** Operations by path template and lower-case method. */
  paths: Record<string, Record<string, JsonSchema>>
  webhooks: Record<string, JsonSchema>
  components: Record<string, Record<string, JsonSchema>>
}

/** The contract: what every declared route takes and answers, derived from what the kernel itself runs on. */
export function openApiDocument(options: ContractOptions): OpenApiDocument {
  const { routes, events = [], title, version, description } = options
  const schemas = new ContractSchemas()
  const paths = pathsOf(routes, schemas)
  const webhooks = Object.fromEntries(events.map((event) => [event.type, webhookOf(event, schemas)]))
  const responses = sharedResponses(schemas)
  const settled = schemas.settle({ paths, webhooks, responses })
  const components = {
    schemas: schemas.components(),
    responses: settled.responses,
    parameters: SHARED_PARAMETERS,
    headers: SHARED_HEADERS,
  }
  return {
    openapi: '3.1.0',
    info: { title, version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: tagsOf(options),
    paths: settled.paths,
    webhooks: settled.webhooks,
    components: {
      ...referenced(components, [settled.paths, settled.webhooks]),
      securitySchemes: { bearer: BEARER, link: LINK },
    },
  }
}

const BEARER = {
  type: 'http',
  scheme: 'bearer',
  description: 'An access token of a log-in, or an API key. The tenant is the token’s, never a parameter.',
}

const LINK = {
  type: 'http',
  scheme: 'bearer',
  description:
    'The token of a link that somebody without an account was sent: `ct_…`. It opens one thing and nothing else.',
}

function pathsOf(routes: readonly Route[], schemas: ContractSchemas): OpenApiDocument['paths'] {
  const versioned = new Set(routes.filter((route) => hasVersion(route, schemas)).map(({ url }) => url))
  const paths: OpenApiDocument['paths'] = {}
  for (const route of routes) {
    const path = route.url.replace(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method.toLowerCase()] = operationOf(route, schemas, versioned)
  }
  return paths
}

function tagsOf({ routes, tags = {} }: ContractOptions): OpenApiDocument['tags'] {
  const names = new Set(routes.map(({ tag }) => tag))
  return [...names].map((name) => ({ name, ...(tags[name] && { description: tags[name] }) }))
}
