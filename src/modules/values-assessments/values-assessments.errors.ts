import { defineErrors } from '#src/lib/errors.ts'

export const valuesErrors = defineErrors('values_assessment', {
  not_found: { status: 404, title: 'There is no such assessment' },
  duplicate: {
    status: 409,
    title: 'You have assessed the candidate here already: change that assessment',
    constraint: 'uq_values_assessments_assessor',
  },
  unknown_application: { status: 422, title: 'The candidate has no such application' },
})
