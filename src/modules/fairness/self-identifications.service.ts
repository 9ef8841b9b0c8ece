import type { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { applicationErrors } from '#src/modules/applications/index.ts'
import { noteAccess } from './eeo-accesses.ts'
import * as repo from './self-identifications.repo.ts'
import type { selfIdentificationBody } from './self-identifications.schemas.ts'

/**
 * Keeps what an applicant says about themselves, in place of what they said before. There is no event: that somebody
 * answered is not for those who select among the applicants.
 */
export const writeSelfIdentification = (
  ctx: RequestContext,
  applicationId: string,
  answers: z.output<typeof selfIdentificationBody>,
): Promise<void> =>
  withTenant(ctx, async (tx) => {
    if (!(await repo.isApplication(tx, applicationId))) throw new AppError(applicationErrors.not_found)
    const { race_ethnicity: raceEthnicity, ...others } = answers
    repo.saveAnswers(tx, newId(), applicationId, { ...others, raceEthnicity })
    noteAccess(tx, ctx, 'write', applicationId)
  })
