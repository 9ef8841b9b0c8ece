import { type TenantScope, wholeTenant } from '#src/db/scope.ts'
import type { CallContext } from './call.ts'

/**
 * The scope of the ledger's own transactions. They are no part of the request's: money that is spent stays spent when the
 * request is rolled back.
 */
export const scopeOf = (ctx: CallContext): TenantScope => wholeTenant(ctx)
