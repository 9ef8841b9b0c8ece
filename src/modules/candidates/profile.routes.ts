import { defineRoute } from '#src/http/route.ts'
import { candidateErrors } from './candidates.errors.ts'
import { readCandidates, writeCandidates } from './candidates.policy.ts'
import { candidateParams } from './candidates.schemas.ts'
import { contentOf } from './profile.entries.ts'
import { sectionSchemas, versionedProfileSchema } from './profile.schemas.ts'
import { readProfile, replaceSection } from './profile.service.ts'
import { sectionBodies } from './section-bodies.schemas.ts'

const tag = 'Candidates'
const { not_found } = candidateErrors

export const profileRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id/profile',
    operationId: 'readCandidateProfile',
    summary: 'Read what a candidate has done and can do',
    tag,
    access: readCandidates,
    params: candidateParams,
    success: { status: 200, schema: versionedProfileSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readProfile(ctx, params.id),
  }),
  defineRoute({
    method: 'PUT',
    url: '/v1/candidates/:id/experiences',
    operationId: 'replaceCandidateExperiences',
    summary: 'Replace the work history of a candidate',
    description: 'The years of experience are counted anew.',
    tag,
    access: writeCandidates,
    params: candidateParams,
    body: sectionBodies.experiences,
    success: { status: 200, schema: sectionSchemas.experiences },
    errors: [not_found],
    handler: (ctx, { params, body, headers: { ifMatch } }) =>
      replaceSection(ctx, params.id, {
        name: 'experiences',
        entries: body.experiences.map(contentOf.experiences),
        ifMatch,
      }),
  }),
  defineRoute({
    method: 'PUT',
    url: '/v1/candidates/:id/educations',
    operationId: 'replaceCandidateEducations',
    summary: 'Replace the education of a candidate',
    tag,
    access: writeCandidates,
    params: candidateParams,
    body: sectionBodies.educations,
    success: { status: 200, schema: sectionSchemas.educations },
    errors: [not_found],
    handler: (ctx, { params, body, headers: { ifMatch } }) =>
      replaceSection(ctx, params.id, {
        name: 'educations',
        entries: body.educations.map(contentOf.educations),
        ifMatch,
      }),
  }),
  defineRoute({
    method: 'PUT',
    url: '/v1/candidates/:id/skills',
    operationId: 'replaceCandidateSkills',
    summary: 'Replace the skills of a candidate',
    tag,
    access: writeCandidates,
    params: candidateParams,
    body: sectionBodies.skills,
    success: { status: 200, schema: sectionSchemas.skills },
    errors: [not_found],
    handler: (ctx, { params, body, headers: { ifMatch } }) =>
      replaceSection(ctx, params.id, { name: 'skills', entries: body.skills.map(contentOf.skills), ifMatch }),
  }),
  defineRoute({
    method: 'PUT',
    url: '/v1/candidates/:id/languages',
    operationId: 'replaceCandidateLanguages',
    summary: 'Replace the languages of a candidate',
    tag,
    access: writeCandidates,
    params: candidateParams,
    body: sectionBodies.languages,
    success: { status: 200, schema: sectionSchemas.languages },
    errors: [not_found],
    handler: (ctx, { params, body, headers: { ifMatch } }) =>
      replaceSection(ctx, params.id, {
        name: 'languages',
        entries: body.languages.map(contentOf.languages),
        ifMatch,
      }),
  }),
  defineRoute({
    method: 'PUT',
    url: '/v1/candidates/:id/certifications',
    operationId: 'replaceCandidateCertifications',
    summary: 'Replace the certifications of a candidate',
    tag,
    access: writeCandidates,
    params: candidateParams,
    body: sectionBodies.certifications,
    success: { status: 200, schema: sectionSchemas.certifications },
    errors: [not_found],
    handler: (ctx, { params, body, headers: { ifMatch } }) =>
      replaceSection(ctx, params.id, {
        name: 'certifications',
        entries: body.certifications.map(contentOf.certifications),
        ifMatch,
      }),
  }),
]
