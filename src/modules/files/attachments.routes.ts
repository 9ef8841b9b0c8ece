import { defineRoute, type RouteInput } from '#src/http/route.ts'
import { candidateErrors, readCandidates } from '#src/modules/candidates/index.ts'
import { attachmentErrors } from './attachments.errors.ts'
import {
  attachmentBody,
  attachmentListQuery,
  attachmentPage,
  attachmentParams,
  attachmentPatch,
  attachmentSchema,
} from './attachments.schemas.ts'
import {
  attachFile,
  linkToAttachment,
  listAttachments,
  readAttachment,
  removeAttachment,
  updateAttachment,
} from './attachments.service.ts'
import { downloadQuery, fileAccessListQuery, fileAccessPage } from './file-accesses.schemas.ts'
import { listAccesses } from './file-accesses.service.ts'
import { readFileAccesses, writeAttachments } from './files.policy.ts'

const tag = 'Files'
const MAX_BYTES = 25 * 1024 * 1024
const { not_found, type_refused, type_mismatch, too_many } = attachmentErrors

const fileOf = ({ files: { file } }: Pick<RouteInput<undefined, undefined, undefined>, 'files'>) => {
  if (!file) throw new Error('a required file is missing')
  return file
}

export const attachmentRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/candidates/:id/attachments',
    operationId: 'attachFile',
    summary: 'Attach a file to a candidate',
    description: 'Documents, images and text of up to 25 MiB. What the file is, its bytes decide.',
    tag,
    access: writeAttachments,
    params: attachmentParams,
    body: attachmentBody,
    files: { required: ['file'], maxBytes: MAX_BYTES },
    outsideEffects: true,
    success: { status: 201, schema: attachmentSchema, collection: '/v1/attachments' },
    errors: [candidateErrors.not_found, type_refused, type_mismatch, too_many],
    handler: (ctx, input) => attachFile(ctx, input.params.id, fileOf(input), input.body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id/attachments',
    operationId: 'listAttachments',
    summary: 'List the files attached to a candidate',
    tag,
    access: readCandidates,
    params: attachmentParams,
    query: attachmentListQuery,
    success: { status: 200, schema: attachmentPage },
    errors: [candidateErrors.not_found],
    handler: (ctx, { params, query }) => listAttachments(ctx, params.id, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id/file-accesses',
    operationId: 'listFileAccesses',
    summary: 'List who was given links to the files of a candidate',
    tag,
    access: readFileAccesses,
    params: attachmentParams,
    query: fileAccessListQuery,
    success: { status: 200, schema: fileAccessPage },
    errors: [candidateErrors.not_found],
    handler: (ctx, { params, query }) => listAccesses(ctx, params.id, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/attachments/:id',
    operationId: 'readAttachment',
    summary: 'Read what is known of an attached file',
    tag,
    access: readCandidates,
    params: attachmentParams,
    success: { status: 200, schema: attachmentSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readAttachment(ctx, params.id),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/attachments/:id',
    operationId: 'updateAttachment',
    summary: 'Change the type or the description of an attached file',
    tag,
    access: writeAttachments,
    params: attachmentParams,
    body: attachmentPatch,
    success: { status: 200, schema: attachmentSchema },
    errors: [not_found],
    handler: (ctx, { params, body, headers }) => updateAttachment(ctx, params.id, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/attachments/:id',
    operationId: 'removeAttachment',
    summary: 'Remove an attached file and its bytes',
    tag,
    access: writeAttachments,
    params: attachmentParams,
    success: { status: 204 },
    errors: [not_found],
    handler: (ctx, { params, headers }) => removeAttachment(ctx, params.id, headers.ifMatch),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/attachments/:id/download',
    operationId: 'downloadAttachment',
    summary: 'Get a link to an attached file',
    description: 'For roles that see contact data. Each link is written down with who asked for it.',
    tag,
    access: readCandidates,
    params: attachmentParams,
    query: downloadQuery,
    success: {
      status: 302,
      description: 'The file lies there for a while',
      headers: { 'cache-control': 'no-store' },
    },
    errors: [not_found],
    handler: (ctx, { params, query }) => linkToAttachment(ctx, params.id, query.expires_in),
  }),
]
