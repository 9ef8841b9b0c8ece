import { defineRoute } from '#src/http/route.ts'
import { quotaErrors } from '#src/modules/tenants/index.ts'
import { BULK_LIMITS } from './bulk-limits.ts'
import { uploadInBulk } from './bulk-upload.ts'
import { jsonResumeSchema } from './json-resume.schemas.ts'
import { parseAgain } from './parse-again.ts'
import { acceptBody } from './parse-edits.schemas.ts'
import { LIMITS } from './parser/limits.ts'
import { deleteResume, setPrimaryResume } from './primary-resume.ts'
import { resumeErrors, resumeParseErrors } from './resumes.errors.ts'
import { readResumes, writeResumes } from './resumes.policy.ts'
import {
  bulkBody,
  bulkSchema,
  diffQuery,
  diffSchema,
  idParams,
  noBody,
  parsePage,
  parseSchema,
  parsesOfResumeQuery,
  resumeSchema,
  uploadSchema,
} from './resumes.schemas.ts'
import { diffParse, listParsesOfResume, readJsonResume } from './resumes.service.ts'
import { acceptParse, rejectParse } from './review-parse.ts'

const tag = 'Resumes'
const MB = 1024 * 1024

export const resumeActionRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/resumes/bulk',
    operationId: 'uploadResumesInBulk',
    summary: 'Upload many resumes and have each read',
    description:
      `Up to ${BULK_LIMITS.files} files in ${BULK_LIMITS.totalBytes / MB} MB, one \`files\` part each or in zip archives, ` +
      `of at most ${LIMITS.fileBytes / MB} MB a file. What is wrong with a file is the result of its own item and keeps no ` +
      'other from being read; the same content twice is read once. The operation counts the files that are done, and ' +
      'lists what became of each. An upload that broke off is sent again with the same Idempotency-Key: it is taken once.',
    tag,
    access: writeResumes,
    body: bulkBody,
    files: {
      required: ['files'],
      maxBytes: BULK_LIMITS.totalBytes,
      repeated: { maxFiles: BULK_LIMITS.files, maxTotalBytes: BULK_LIMITS.totalBytes },
    },
    outsideEffects: true,
    success: { status: 202, schema: bulkSchema },
    errors: [resumeErrors.unknown_job, resumeErrors.too_many_files, quotaErrors.quota_exceeded],
    handler: (ctx, { uploads, body }) => uploadInBulk(ctx, uploads, body.job_id),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/resumes/:id',
    operationId: 'deleteResume',
    summary: 'Delete a resume',
    description:
      'In the place of a primary one comes the newest other one of the candidate that was read. Applications that were ' +
      'made with it stay.',
    tag,
    access: writeResumes,
    params: idParams,
    success: { status: 204 },
    errors: [resumeErrors.not_found],
    handler: (ctx, { params, headers }) => deleteResume(ctx, params.id, headers.ifMatch),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/resumes/:id/set-primary',
    operationId: 'setPrimaryResume',
    summary: 'Have a resume stand for its candidate',
    tag,
    access: writeResumes,
    params: idParams,
    body: noBody,
    success: { status: 200, schema: resumeSchema },
    errors: [resumeErrors.not_found, resumeErrors.not_read],
    handler: (ctx, { params, headers }) => setPrimaryResume(ctx, params.id, headers.ifMatch),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/resumes/:id/parse',
    operationId: 'parseResume',
    summary: 'Have a resume read anew',
    description:
      'What was read before stays in the history. It makes no second candidate or application, and keeps what a person ' +
      'corrected.',
    tag,
    access: writeResumes,
    params: idParams,
    body: noBody,
    success: { status: 202, schema: uploadSchema },
    errors: [resumeErrors.not_found, resumeParseErrors.in_progress],
    handler: (ctx, { params }) => parseAgain(ctx, params.id),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/resumes/:id/parses',
    operationId: 'listParsesOfResume',
    summary: 'List how often a resume was read, and what became of it',
    tag,
    access: readResumes,
    params: idParams,
    query: parsesOfResumeQuery,
    success: { status: 200, schema: parsePage },
    errors: [resumeErrors.not_found],
    handler: (ctx, { params, query }) => listParsesOfResume(ctx, params.id, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/resume-parses/:id/diff',
    operationId: 'diffResumeParse',
    summary: 'Compare what two parses of a resume found',
    description:
      'Such as what a newer parser reads better. Entries of lists are told apart by what they are about, so that one ' +
      'more of them does not change the others.',
    tag,
    access: readResumes,
    params: idParams,
    query: diffQuery,
    success: { status: 200, schema: diffSchema },
    errors: [resumeParseErrors.not_found, resumeParseErrors.nothing_to_compare],
    handler: (ctx, { params, query }) => diffParse(ctx, params.id, query.against),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/resumes/:id/json-resume',
    operationId: 'readJsonResume',
    summary: 'Read what a resume says as a JSON Resume',
    description: 'By the schema of jsonresume.org. Contact data is left out where your role sees none.',
    tag,
    access: readResumes,
    params: idParams,
    success: { status: 200, schema: jsonResumeSchema },
    errors: [resumeErrors.not_found, resumeErrors.not_read],
    handler: (ctx, { params }) => readJsonResume(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/resume-parses/:id/accept',
    operationId: 'acceptResumeParse',
    summary: 'Find a parse right, or put it right',
    description:
      'For one that needs a review. The candidate follows the corrections where nobody has changed them meanwhile.',
    tag,
    access: writeResumes,
    params: idParams,
    body: acceptBody,
    success: { status: 200, schema: parseSchema },
    errors: [resumeParseErrors.not_found, resumeParseErrors.invalid_transition],
    handler: (ctx, { params, body }) => acceptParse(ctx, params.id, body.edits),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/resume-parses/:id/reject',
    operationId: 'rejectResumeParse',
    summary: 'Find a parse worthless',
    description:
      'For one that needs a review. What it found is forgotten; the candidate and the application that it made stay.',
    tag,
    access: writeResumes,
    params: idParams,
    body: noBody,
    success: { status: 200, schema: parseSchema },
    errors: [resumeParseErrors.not_found, resumeParseErrors.invalid_transition],
    handler: (ctx, { params }) => rejectParse(ctx, params.id),
  }),
]
