import { defineErrors } from '#src/lib/errors.ts'

export const tagErrors = defineErrors('tag', {
  not_found: { status: 404, title: 'There is no such tag' },
  duplicate: { status: 409, title: 'A tag has this name', constraint: 'uq_tags_key' },
  too_many: { status: 409, title: 'The candidate has as many tags as one may have' },
  invalid_name: { status: 422, title: 'This is no name for a tag' },
})
