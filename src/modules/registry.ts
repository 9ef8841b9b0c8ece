import { authErrors, idempotencyErrors, requestErrors, serverErrors, tenantErrors } from '#src/http/errors.ts'
import type { Route } from '#src/http/route.ts'
import type { ErrorKind } from '#src/lib/errors.ts'
import { apiKeyErrors, apiKeyEvents, apiKeyRoutes } from '#src/modules/api-keys/index.ts'
import { authRoutes, loginErrors } from '#src/modules/auth/index.ts'
import { jobActionRoutes, jobErrors, jobEvents, jobRoutes } from '#src/modules/jobs/index.ts'
import { operationErrors, operationRoutes } from '#src/modules/operations/index.ts'
import { serviceModule } from '#src/modules/service/index.ts'
import { signupErrors, tenantRoutes } from '#src/modules/tenants/index.ts'
import type { EventDefinition } from '#src/platform/events/events.ts'
import type { Subscription, TaskDefinition } from '#src/platform/tasks/tasks.ts'

const service = serviceModule({ routes: () => routes, errors: () => errors, events: () => events })

/** Everything the product consists of, in the order of its documentation. A new module is added here and nowhere else. */
export const routes: readonly Route[] = [
  ...tenantRoutes,
  ...authRoutes,
  ...apiKeyRoutes,
  ...jobRoutes,
  ...jobActionRoutes,
  ...operationRoutes,
  ...service.routes,
]

export const events: readonly EventDefinition[] = [...apiKeyEvents, ...jobEvents]

export const subscriptions: readonly Subscription[] = []

const taskList: readonly TaskDefinition[] = []
export const tasks: ReadonlyMap<string, TaskDefinition> = new Map(taskList.map((task) => [task.name, task]))

export const errors: readonly ErrorKind[] = [
  requestErrors,
  authErrors,
  tenantErrors,
  idempotencyErrors,
  serverErrors,
  signupErrors,
  loginErrors,
  apiKeyErrors,
  jobErrors,
  operationErrors,
  ...service.errors,
].flatMap((group): ErrorKind[] => Object.values(group))
