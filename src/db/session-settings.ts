/**
 * What every session of the product runs under. UTC is relied on by the readers of `statement.ts`. The same settings
 * stand on the log-ins (`ensureLogins`), because a pooler drops what a client asks for when it connects.
 */
export const SESSION_SETTINGS = {
  timezone: 'UTC',
  statement_timeout: '30s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '30s',
  // Every statement begins with the tenant's index and lists write their limit out, so one plan serves all tenants. Left
  // to itself the server plans most of them anew at each use, which costs as much as running them.
  plan_cache_mode: 'force_generic_plan',
  // Tables hold the rows of all tenants and every index begins with the tenant: reading a table from end to end for one
  // of them is never right, however big that one looks to the planner.
  enable_seqscan: 'off',
  // Such plans look dear where nothing else is left, and dear ones are compiled first, for longer than they run.
  jit: 'off',
} as const

/** The form in which a client asks for settings when it connects. */
export const startupOptions = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
