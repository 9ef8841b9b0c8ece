import { defineRoute } from '#src/http/route.ts'
import { applicationErrors } from '#src/modules/applications/index.ts'
import { formBody } from './form.schemas.ts'
import { invite } from './invite.ts'
import { pathId } from './questions.schemas.ts'
import { screeningErrors } from './screening.errors.ts'
import { readScreenings, writeScreenings } from './screening.policy.ts'
import {
  applicationScreeningsQuery,
  inviteBody,
  invitedSchema,
  screeningListQuery,
  screeningPage,
  screeningSchema,
  transcriptSchema,
} from './sessions.schemas.ts'
import {
  cancelScreening,
  listScreenings,
  listScreeningsOf,
  readScreening,
  readTranscript,
} from './sessions.service.ts'
import { takeForm } from './take-form.ts'

const tag = 'Screening'
const { not_found, open, application_closed, no_questions, no_email, invalid_transition } = screeningErrors
const { questions_changed, invalid_answer } = screeningErrors

export const screeningRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/applications/:id/screenings',
    operationId: 'inviteToScreening',
    summary: 'Invite a candidate to a screening',
    description:
      'Answers the token of the link, which is stored as a hash and shown this once. It opens this screening and ' +
      'nothing else, until it expires or the screening has ended. A screening never moves the application.',
    tag,
    access: writeScreenings,
    params: pathId,
    body: inviteBody,
    success: { status: 201, schema: invitedSchema, collection: '/v1/screenings' },
    secretAnswer: true,
    errors: [applicationErrors.not_found, open, application_closed, no_questions, no_email],
    handler: (ctx, { params, body }) => invite(ctx, params.id, body),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/applications/:id/screening-answers',
    operationId: 'sendScreeningAnswers',
    summary: 'Send in what a candidate answered in a form',
    description:
      'For answers that were given outside of the chat. They become a screening that is complete, with a transcript of ' +
      'its own, and are scored by the rubric of the questions as those of a chat are.',
    tag,
    access: writeScreenings,
    params: pathId,
    body: formBody,
    success: { status: 201, schema: screeningSchema, collection: '/v1/screenings' },
    errors: [
      applicationErrors.not_found,
      application_closed,
      no_questions,
      questions_changed,
      invalid_answer,
    ],
    handler: (ctx, { params, body }) => takeForm(ctx, params.id, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/applications/:id/screenings',
    operationId: 'listScreeningsOfApplication',
    summary: 'List the screenings of an application',
    tag,
    access: readScreenings,
    params: pathId,
    query: applicationScreeningsQuery,
    success: { status: 200, schema: screeningPage },
    errors: [applicationErrors.not_found],
    handler: (ctx, { params, query }) => listScreeningsOf(ctx, params.id, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/screenings',
    operationId: 'listScreenings',
    summary: 'List screenings',
    tag,
    access: readScreenings,
    query: screeningListQuery,
    success: { status: 200, schema: screeningPage },
    handler: (ctx, { query }) => listScreenings(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/screenings/:id',
    operationId: 'readScreening',
    summary: 'Read how far a screening has come',
    tag,
    access: readScreenings,
    params: pathId,
    success: { status: 200, schema: screeningSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readScreening(ctx, params.id),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/screenings/:id/transcript',
    operationId: 'readScreeningTranscript',
    summary: 'Read all that was said in a screening',
    description: 'In its order and without gaps. No line of it is ever changed.',
    tag,
    access: readScreenings,
    params: pathId,
    success: { status: 200, schema: transcriptSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readTranscript(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/screenings/:id/cancel',
    operationId: 'cancelScreening',
    summary: 'Cancel a screening that has not ended',
    description: 'Its link opens nothing any more. The application stays as it is.',
    tag,
    access: writeScreenings,
    params: pathId,
    success: { status: 200, schema: screeningSchema },
    errors: [not_found, invalid_transition],
    handler: (ctx, { params, headers }) => cancelScreening(ctx, params.id, headers.ifMatch),
  }),
]
