import type { z } from 'zod'
import { wholeTenant } from '#src/db/scope.ts'
import { readTenantOnce } from '#src/db/tenant.ts'
import type { PublicContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { tenantOfSlug } from '#src/modules/tenants/index.ts'
import * as repo from './bias-audits.repo.ts'
import type { publicSummarySchema } from './bias-audits.schemas.ts'
import { auditErrors } from './fairness.errors.ts'
import { summaryPicture } from './summary-picture.ts'

/** What the latest published audit says, as it was signed. An unknown tenant is one that publishes nothing. */
export async function readPublicSummary(
  ctx: PublicContext,
  slug: string,
): Promise<z.output<typeof publicSummarySchema>> {
  const tenant = await tenantOfSlug(ctx.app, slug)
  const row =
    tenant && (await readTenantOnce(wholeTenant({ ...ctx, tenantId: tenant.id }), repo.findPublicAudit))
  if (!row?.document || !row.signature) throw new AppError(auditErrors.none_public)
  return { ...JSON.parse(row.document), signature: row.signature }
}

export const drawPublicSummary = async (ctx: PublicContext, slug: string): Promise<string> =>
  summaryPicture(await readPublicSummary(ctx, slug))
