import type { TenantTx } from '#src/db/tx.ts'
import type { ActingContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { applicationErrors } from '#src/modules/applications/index.ts'
import { findQuestions, type QuestionSetRow } from './questions.repo.ts'
import { screeningErrors } from './screening.errors.ts'
import { type InvitedApplication, keepApplication } from './sessions.repo.ts'
import { personOf } from './sessions.service.ts'

interface Ready {
  application: InvitedApplication
  /** What its job asks now. */
  set: QuestionSetRow
}

/** An active application to a job that asks something, which stays so until the transaction ends. @throws AppError 404, 409 */
export async function readyApplication(
  tx: TenantTx,
  ctx: Pick<ActingContext, 'reach' | 'principal'>,
  id: string,
): Promise<Ready> {
  const application = await keepApplication(tx, id, personOf(ctx) ?? null)
  if (!application) throw new AppError(applicationErrors.not_found)
  if (application.status !== 'active') throw new AppError(screeningErrors.application_closed)
  const set = await findQuestions(tx, application.jobId)
  if (!set) throw new AppError(screeningErrors.no_questions)
  return { application, set }
}
