import type { Rule } from '#src/http/principal.ts'

/** `own`: for the jobs that name the person as recruiter or hiring manager. */
export const readScreenings: Rule = {
  scope: 'screenings:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own' },
}
export const writeScreenings: Rule = {
  scope: 'screenings:write',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own' },
}
/** Templates are of no job. */
export const readTemplates: Rule = {
  scope: 'question_templates:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'all' },
}
export const writeTemplates: Rule = {
  scope: 'question_templates:write',
  roles: { admin: 'all', recruiter: 'all' },
}
