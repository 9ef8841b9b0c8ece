import { defineErrors } from '#src/lib/errors.ts'

export const attachmentErrors = defineErrors('attachment', {
  not_found: { status: 404, title: 'There is no such attachment' },
  type_refused: { status: 422, title: 'Files of this type are not taken' },
  type_mismatch: { status: 422, title: 'The file is not what its name says' },
  too_many: { status: 409, title: 'The candidate has as many attachments as one may have' },
})
