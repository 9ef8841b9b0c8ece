import type { JsonSchema } from './json-schema-refs.ts'
import { pathParametersOf, queryParametersOf, refersTo } from './openapi-parameters.ts'
import { responsesOf } from './openapi-responses.ts'
import { type ContractSchemas, membersOf } from './openapi-schemas.ts'
import type { Rule } from './principal.ts'
import type { Route } from './route.ts'

/** `versioned`: the addresses of which some route answers a `version`, so that their DELETE takes `If-Match` too. */
export function operationOf(
  route: Route,
  schemas: ContractSchemas,
  versioned: ReadonlySet<string>,
): JsonSchema {
  const query = queryParametersOf(route, schemas)
  const traits = {
    takesIfMatch: takesIfMatch(route, schemas, versioned),
    takesKey: route.method === 'POST' || route.method === 'PATCH',
    takesDryRun: route.method !== 'GET' && !route.outsideEffects && route.access !== 'public',
    takesFields: query.some(({ name }) => name === 'fields'),
  }
  const headers = [
    ...(traits.takesIfMatch ? [refersTo('IfMatch')] : []),
    ...(traits.takesKey ? [refersTo('IdempotencyKey')] : []),
    ...(traits.takesDryRun ? [refersTo('Prefer')] : []),
    ...(route.success.messages?.resumable ? [refersTo('LastEventId')] : []),
  ]
  const requestBody = requestBodyOf(route, schemas)
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...described(route),
    tags: [route.tag],
    security: securityOf(route),
    parameters: [...pathParametersOf(route, schemas), ...query, ...headers],
    ...(requestBody && { requestBody }),
    responses: responsesOf(route, schemas, traits),
  }
}

function securityOf({ access, ownToken }: Route): JsonSchema[] {
  if (ownToken) return [{ link: [] }]
  return access === 'public' ? [] : [{ bearer: [] }]
}

/** Whether the success answer carries the version that `ETag` and `If-Match` speak of. */
export function hasVersion({ success }: Route, schemas: ContractSchemas): boolean {
  return (
    success.schema !== undefined &&
    'version' in membersOf(schemas.resolve(schemas.received(success.schema))).properties
  )
}

function takesIfMatch(route: Route, schemas: ContractSchemas, versioned: ReadonlySet<string>): boolean {
  switch (route.method) {
    case 'PUT':
    case 'PATCH':
      return hasVersion(route, schemas)
    case 'DELETE':
      return versioned.has(route.url)
    case 'POST':
      return route.success.status === 200 && route.params !== undefined && hasVersion(route, schemas)
    default:
      return false
  }
}

function described({ description, access }: Route): { description?: string } {
  const paragraphs = [description, typeof access === 'object' ? permissionOf(access) : undefined]
  const text = paragraphs.filter(Boolean).join('\n\n')
  return text ? { description: text } : {}
}

function permissionOf({ scope, roles }: Rule): string {
  const names = Object.entries(roles).map(([role, reach]) => (reach === 'own' ? `${role} (own only)` : role))
  return `Permission \`${scope}\`: ${names.join(', ')}.`
}

function requestBodyOf(route: Route, schemas: ContractSchemas): JsonSchema | undefined {
  if (route.files) return multipartOf(route, route.files, schemas)
  if (!route.body) return undefined
  const schema = schemas.sent(route.body)
  const { properties, required } = membersOf(schemas.resolve(schema))
  const mayBeLeftOut = Object.keys(properties).length > 0 && required.length === 0
  return { required: !mayBeLeftOut, content: { 'application/json': { schema } } }
}

function multipartOf(
  { body }: Route,
  files: NonNullable<Route['files']>,
  schemas: ContractSchemas,
): JsonSchema {
  const fields = membersOf(body ? schemas.resolve(schemas.sent(body)) : {})
  const one = {
    contentMediaType: 'application/octet-stream',
    description: `At most ${files.maxBytes} bytes`,
  }
  const { repeated } = files
  const file = repeated
    ? {
        type: 'array',
        items: one,
        minItems: 1,
        maxItems: repeated.maxFiles,
        description: `One part a file, at most ${repeated.maxTotalBytes} bytes in all`,
      }
    : one
  const schema = {
    type: 'object',
    properties: { ...fields.properties, ...Object.fromEntries(files.required.map((name) => [name, file])) },
    required: [...files.required, ...fields.required],
    additionalProperties: false,
  }
  return { required: true, content: { 'multipart/form-data': { schema } } }
}
