import { REASON_CODES } from './parser/reason-codes.ts'

/** Every reason code of a parse, and what it means in one line: the parser's own, then those of what follows it. */
export const REASONS = {
  ...REASON_CODES,
  'file.missing': 'The stored file is gone.',
  'parse.unavailable': 'The stored file could not be reached.',
  'file.duplicate': 'The same file stands earlier in this upload.',
  'file.unsafe_name': 'The name of the file in the archive leads out of it.',
  'review.rejected': 'A person rejected what was read.',
  'resume.deleted': 'The resume was deleted before the file was read.',
  'candidate.deleted': 'The candidate was deleted before the file was read.',
  'application.job_not_open': 'The job takes no applications: none was made.',
  'application.job_not_found': 'The job was deleted before the file was read: no application was made.',
  'application.candidate_not_found': 'The candidate was deleted before they could apply.',
  'application.already_applied':
    'The candidate had applied to the job already: no second application was made.',
} as const

export type Reason = keyof typeof REASONS
