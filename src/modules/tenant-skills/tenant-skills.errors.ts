import { defineErrors } from '#src/lib/errors.ts'

export const skillErrors = defineErrors('skill', {
  not_found: { status: 404, title: 'There is no such skill' },
  duplicate: { status: 409, title: 'A skill has one of these names', constraint: 'uq_tenant_skills_key' },
  too_many: { status: 409, title: 'The tenant has as many skills as it may have' },
  invalid_name: { status: 422, title: 'This is no name for a skill' },
  builtin: { status: 422, title: 'A built-in skill takes further aliases only' },
  unknown_implied: { status: 422, title: 'A skill cannot imply what is no other skill' },
})
