import { authErrors, idempotencyErrors, requestErrors, serverErrors, tenantErrors } from '#src/http/errors.ts'
import type { Route } from '#src/http/route.ts'
import type { ErrorKind } from '#src/lib/errors.ts'
import { apiKeyErrors, apiKeyEvents, apiKeyRoutes } from '#src/modules/api-keys/index.ts'
import { authRoutes, loginErrors } from '#src/modules/auth/index.ts'
import { jobActionRoutes, jobErrors, jobEvents, jobRoutes } from '#src/modules/jobs/index.ts'
import { signupErrors, tenantRoutes } from '#src/modules/tenants/index.ts'
import type { EventDefinition } from '#src/platform/events/events.ts'
import type { Subscription, TaskDefinition } from '#src/platform/tasks/tasks.ts'

/** Everything the product consists of, in the order of its documentation. A new module is added here and nowhere else. */
export const routes: readonly Route[] = [
  ...tenantRoutes,
  ...authRoutes,
  ...apiKeyRoutes,
  ...jobRoutes,
  ...jobActionRoutes,
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
].flatMap((group): ErrorKind[] => Object.values(group))
