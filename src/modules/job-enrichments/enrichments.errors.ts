import { defineErrors } from '#src/lib/errors.ts'

export const enrichmentErrors = defineErrors('job_enrichment', {
  not_found: { status: 404, title: 'There is no such draft' },
  invalid_transition: { status: 409, title: 'The draft was accepted or rejected before' },
  outdated: { status: 409, title: 'The job says something else than when this was drafted' },
  too_many_questions: { status: 409, title: 'The job would ask more questions than it may' },
})
