import { defineRoute } from '#src/http/route.ts'
import { jobErrors, readJobs } from '#src/modules/jobs/index.ts'
import { readResumes, resumeErrors } from '#src/modules/resumes/index.ts'
import { flagParams, jobFlagsSchema, resumeFlagsSchema } from './bias-flags.schemas.ts'
import { listJobFlags, listResumeFlags } from './bias-flags.service.ts'

const tag = 'Fairness'

export const biasFlagRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/jobs/:id/bias-flags',
    operationId: 'listJobBiasFlags',
    summary: 'List wordings of a job that may put people off',
    description:
      'Gendered words, words for young people, for natives, for strong bodies and against families; in English, German, French and Spanish. They change no score.',
    tag,
    access: readJobs,
    replica: true,
    params: flagParams,
    success: { status: 200, schema: jobFlagsSchema },
    errors: [jobErrors.not_found],
    handler: (ctx, { params }) => listJobFlags(ctx, params.id),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/resumes/:id/bias-flags',
    operationId: 'listResumeBiasFlags',
    summary: 'List what of a resume can stand in for who somebody is',
    description:
      'Name, photo, age, school, gaps for a family, marital status, religion, nationality, pronouns and gender, where the text shows them. They change no score.',
    tag,
    access: readResumes,
    replica: true,
    params: flagParams,
    success: { status: 200, schema: resumeFlagsSchema },
    errors: [resumeErrors.not_found, resumeErrors.not_read],
    handler: (ctx, { params }) => listResumeFlags(ctx, params.id),
  }),
]
