import { defineErrors } from '#src/lib/errors.ts'

export const rejectionReasonErrors = defineErrors('rejection_reason', {
  not_found: { status: 404, title: 'There is no such rejection reason' },
  duplicate: {
    status: 409,
    title: 'A rejection reason has this name',
    constraint: 'uq_rejection_reasons_name',
  },
})
