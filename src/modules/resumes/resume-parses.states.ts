import { AppError } from '#src/lib/errors.ts'
import type { ParseSummaryRow } from './resume-parses.repo.ts'
import { resumeParseErrors } from './resumes.errors.ts'

const REVIEW_ACTIONS = ['accept', 'reject'] as const
export type ReviewAction = (typeof REVIEW_ACTIONS)[number]

/** @throws AppError 409 with what would be allowed instead */
export function assertReviewable(state: ParseSummaryRow['state'], action: ReviewAction): void {
  if (state === 'needs_review') return
  throw new AppError(resumeParseErrors.invalid_transition, {
    detail: `A parse that is ${state} does not allow ${action}.`,
    members: {
      current_state: state,
      attempted: action,
      allowed: [],
      reasons: Object.fromEntries(
        REVIEW_ACTIONS.map((refused) => [refused, 'needs a parse that is needs_review']),
      ),
    },
  })
}
