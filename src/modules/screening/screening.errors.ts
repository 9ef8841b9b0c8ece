import { defineErrors } from '#src/lib/errors.ts'

export const screeningErrors = defineErrors('screening', {
  not_found: { status: 404, title: 'There is no such screening' },
  open: {
    status: 409,
    title: 'The application has a screening that has not ended',
    constraint: 'uq_screening_sessions_open',
  },
  application_closed: { status: 409, title: 'The application is not active' },
  no_questions: { status: 409, title: 'The job has no screening questions' },
  invalid_transition: { status: 409, title: 'The screening is not in a state that allows this' },
  no_email: { status: 422, title: 'The candidate has no e-mail address to send the link to' },
  unknown_token: { status: 401, title: 'The link does not open this' },
  expired: { status: 410, title: 'The link has expired' },
  ended: { status: 410, title: 'The screening has ended' },
  no_longer_needed: { status: 410, title: 'The screening is no longer needed, and nothing more is asked' },
  not_accepted: { status: 409, title: 'The disclosure has to be accepted first' },
  disclosure_changed: { status: 409, title: 'The screening shows another disclosure' },
  not_asked: { status: 409, title: 'This is not the message that waits for an answer' },
  message_id_reused: { status: 409, title: 'The id of the message was used for another one' },
  questions_changed: { status: 409, title: 'The job asks other questions by now' },
  invalid_answer: { status: 422, title: 'The answer does not fit the question' },
})

export const templateErrors = defineErrors('question_template', {
  not_found: { status: 404, title: 'There is no such template of questions' },
  name_taken: {
    status: 409,
    title: 'There is a template of that name',
    constraint: 'uq_question_templates_name',
  },
  unknown: { status: 422, title: 'There is no such template of questions' },
})

export const evaluationErrors = defineErrors('ai_evaluation', {
  not_found: { status: 404, title: 'There is no such evaluation' },
  superseded: {
    status: 409,
    title: 'There is a later evaluation of the same',
    constraint: 'uq_ai_evaluations_revision',
  },
})
