import { tenantErrors } from '#src/http/errors.ts'
import { defineRoute } from '#src/http/route.ts'
import { sendAnswer } from './answer.ts'
import { acceptBody, answerBody, answeredSchema, heldSchema } from './candidate.schemas.ts'
import { accept, readOwn, requestHuman, withdraw } from './candidate.service.ts'
import { followMessages } from './follow-messages.ts'
import { pathId } from './questions.schemas.ts'
import { screeningErrors } from './screening.errors.ts'

const tag = 'Screening by candidates'
const { unknown_token, expired, ended, no_longer_needed, invalid_transition, disclosure_changed } =
  screeningErrors
const { not_accepted, not_asked, message_id_reused, invalid_answer } = screeningErrors

/** What every one of them answers to a token that opens nothing. */
const refusals = [
  unknown_token,
  expired,
  ended,
  no_longer_needed,
  tenantErrors.suspended,
  tenantErrors.cancelled,
]
const NO_STORE = { 'cache-control': 'no-store' }

export const candidateScreeningRoutes = [
  defineRoute({
    method: 'GET',
    url: '/candidate/v1/screenings/:id',
    operationId: 'readOwnScreening',
    summary: 'Read the screening that a link opens',
    description:
      'With the disclosure, which says whether AI is used and by whom, and how to ask for a person. Nothing is asked ' +
      'before it is accepted. The token of the link stands in the Authorization header, never in an address.',
    tag,
    access: 'public',
    ownToken: true,
    params: pathId,
    success: { status: 200, schema: heldSchema, headers: NO_STORE },
    errors: refusals,
    handler: (ctx, { params, headers }) => readOwn(ctx, headers.token, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/candidate/v1/screenings/:id/accept',
    operationId: 'acceptScreening',
    summary: 'Accept the disclosure and begin',
    description: 'Sent again with the same choice it is answered again, and begins nothing anew.',
    tag,
    access: 'public',
    ownToken: true,
    params: pathId,
    body: acceptBody,
    success: { status: 200, schema: heldSchema },
    secretAnswer: true,
    errors: [...refusals, invalid_transition, disclosure_changed],
    handler: (ctx, { params, headers, body }) => accept(ctx, headers.token, params.id, body),
  }),
  defineRoute({
    method: 'POST',
    url: '/candidate/v1/screenings/:id/messages',
    operationId: 'answerScreening',
    summary: 'Answer a question',
    description:
      'A message sent again under its `client_message_id` is answered again and not written twice.',
    tag,
    access: 'public',
    ownToken: true,
    params: pathId,
    body: answerBody,
    success: { status: 200, schema: answeredSchema },
    secretAnswer: true,
    errors: [...refusals, not_accepted, not_asked, message_id_reused, invalid_answer],
    handler: (ctx, { params, headers, body }) => sendAnswer(ctx, headers.token, params.id, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/candidate/v1/screenings/:id/stream',
    operationId: 'streamScreening',
    summary: 'Follow the messages of a screening, as server-sent events',
    description:
      'All of them from the first, or after `Last-Event-ID`: each has its `sequence` as its id, its kind as its name and ' +
      'the `ScreeningMessage` as its data. One of kind `closing` is the last; then the server ends the stream.',
    tag,
    access: 'public',
    ownToken: true,
    params: pathId,
    success: {
      status: 200,
      description: 'Messages, until either side ends it',
      messages: { resumable: true },
    },
    errors: refusals,
    handler: (ctx, { params, headers }) => followMessages(ctx, headers.token, params.id, headers.lastEventId),
  }),
  defineRoute({
    method: 'POST',
    url: '/candidate/v1/screenings/:id/request-human',
    operationId: 'requestHumanForScreening',
    summary: 'Ask for a person, or another form of this step',
    description: 'From then on no model is used, and a person has to look at what was answered.',
    tag,
    access: 'public',
    ownToken: true,
    params: pathId,
    success: { status: 200, schema: heldSchema },
    secretAnswer: true,
    errors: refusals,
    handler: (ctx, { params, headers }) => requestHuman(ctx, headers.token, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/candidate/v1/screenings/:id/withdraw',
    operationId: 'withdrawFromScreening',
    summary: 'Leave a screening',
    description: 'The application stays as it is.',
    tag,
    access: 'public',
    ownToken: true,
    params: pathId,
    success: { status: 200, schema: heldSchema },
    secretAnswer: true,
    errors: refusals,
    handler: (ctx, { params, headers }) => withdraw(ctx, headers.token, params.id),
  }),
]
