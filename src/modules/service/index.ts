import type { Module, Route } from '#src/http/route.ts'
import type { ErrorKind } from '#src/lib/errors.ts'
import type { EventDefinition } from '#src/platform/events/events.ts'
import { contractOf } from './contract.ts'
import { serviceErrors } from './service.errors.ts'
import { documentationRoutes, healthRoutes } from './service.routes.ts'

interface ServiceDeps {
  /** All routes of the product, these ones included. */
  routes: () => readonly Route[]
  errors: () => readonly ErrorKind[]
  events: () => readonly EventDefinition[]
}

/** What the product says of itself: its health, its metrics, its contract and its error codes. */
export function serviceModule({ routes, errors, events }: ServiceDeps): Module {
  let contract: string | undefined
  const documentation = documentationRoutes({
    contract: () => {
      contract ??= JSON.stringify(contractOf(routes(), events()))
      return contract
    },
    catalogue: () => ({
      data: errors()
        .map(({ code, status, title }) => ({ code, status, title }))
        .sort((a, b) => a.code.localeCompare(b.code)),
    }),
  })
  return { name: 'service', routes: [...healthRoutes, ...documentation], errors: [serviceErrors] }
}

export { contractOf, healthRoutes }
