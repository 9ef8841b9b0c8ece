import { defineRoute, type RouteInput } from '#src/http/route.ts'
import { candidateErrors } from '#src/modules/candidates/index.ts'
import { downloadQuery } from '#src/modules/files/index.ts'
import { quotaErrors } from '#src/modules/tenants/index.ts'
import { LIMITS } from './parser/limits.ts'
import { resumeErrors, resumeParseErrors } from './resumes.errors.ts'
import { readResumes, writeResumes } from './resumes.policy.ts'
import {
  candidateResumeBody,
  idParams,
  parseListQuery,
  parsePage,
  parseSchema,
  resumeBody,
  resumeDetailSchema,
  resumeListQuery,
  resumePage,
  uploadSchema,
} from './resumes.schemas.ts'
import { linkToFile, listParses, listResumes, readParse, readResume } from './resumes.service.ts'
import { uploadCandidateResume, uploadResume } from './upload-resume.ts'

const tag = 'Resumes'
const files = { required: ['file'], maxBytes: LIMITS.fileBytes }
const accepted = { status: 202, schema: uploadSchema } as const

const fileOf = ({ files: { file } }: Pick<RouteInput<undefined, undefined, undefined>, 'files'>) => {
  if (!file) throw new Error('a required file is missing')
  return file
}

export const resumeRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/resumes',
    operationId: 'uploadResume',
    summary: 'Upload a resume and have it read',
    description:
      'PDF, DOCX, ODT, RTF, HTML or plain text. The candidate is found by the e-mail address in the file, or added; ' +
      'with `job_id` they apply to the job. The parse tells what became of it.',
    tag,
    access: writeResumes,
    body: resumeBody,
    files,
    outsideEffects: true,
    success: accepted,
    errors: [resumeErrors.unknown_candidate, resumeErrors.unknown_job, quotaErrors.quota_exceeded],
    handler: (ctx, input) =>
      uploadResume(ctx, {
        file: fileOf(input),
        candidateId: input.body.candidate_id,
        jobId: input.body.job_id,
      }),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/candidates/:id/resumes',
    operationId: 'uploadCandidateResume',
    summary: 'Upload a resume of a candidate and have it read',
    tag,
    access: writeResumes,
    params: idParams,
    body: candidateResumeBody,
    files,
    outsideEffects: true,
    success: accepted,
    errors: [candidateErrors.not_found, resumeErrors.unknown_job, quotaErrors.quota_exceeded],
    handler: (ctx, input) =>
      uploadCandidateResume(ctx, {
        file: fileOf(input),
        candidateId: input.params.id,
        jobId: input.body.job_id,
      }),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id/resumes',
    operationId: 'listCandidateResumes',
    summary: 'List the resumes of a candidate',
    tag,
    access: readResumes,
    replica: true,
    params: idParams,
    query: resumeListQuery,
    success: { status: 200, schema: resumePage },
    errors: [candidateErrors.not_found],
    handler: (ctx, { params, query }) => listResumes(ctx, params.id, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/resumes/:id',
    operationId: 'readResume',
    summary: 'Read a resume with what its latest parse found',
    tag,
    access: readResumes,
    replica: true,
    params: idParams,
    success: { status: 200, schema: resumeDetailSchema },
    errors: [resumeErrors.not_found],
    handler: (ctx, { params }) => readResume(ctx, params.id),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/resumes/:id/download',
    operationId: 'downloadResume',
    summary: 'Get a link to the file',
    description: 'For roles that see contact data. Each link is written down with who asked for it.',
    tag,
    access: readResumes,
    params: idParams,
    query: downloadQuery,
    success: {
      status: 302,
      description: 'The file lies there for a while',
      headers: { 'cache-control': 'no-store' },
    },
    errors: [resumeErrors.not_found],
    handler: (ctx, { params, query }) => linkToFile(ctx, params.id, query.expires_in),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/resume-parses',
    operationId: 'listResumeParses',
    summary: 'List parses, such as those that need a review',
    tag,
    access: readResumes,
    replica: true,
    query: parseListQuery,
    success: { status: 200, schema: parsePage },
    handler: (ctx, { query }) => listParses(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/resume-parses/:id',
    operationId: 'readResumeParse',
    summary: 'Read what became of reading a resume',
    tag,
    access: readResumes,
    replica: true,
    params: idParams,
    success: { status: 200, schema: parseSchema },
    errors: [resumeParseErrors.not_found],
    handler: (ctx, { params }) => readParse(ctx, params.id),
  }),
]
