import { defineRoute } from '#src/http/route.ts'
import { candidateErrors } from '#src/modules/candidates/index.ts'
import { valuesErrors } from './values-assessments.errors.ts'
import { readValues, writeValues } from './values-assessments.policy.ts'
import {
  valuesBody,
  valuesListQuery,
  valuesPage,
  valuesParams,
  valuesPatch,
  valuesSchema,
} from './values-assessments.schemas.ts'
import {
  assessValues,
  listAssessments,
  readAssessment,
  reviseAssessment,
} from './values-assessments.service.ts'

const tag = 'Values'
const { not_found, duplicate, unknown_application } = valuesErrors

export const valuesRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/values-assessments',
    operationId: 'createValuesAssessment',
    summary: 'Assess the values of a candidate',
    description:
      'Counts towards scores only where the scoring preferences give the component `values` a weight: then the ' +
      'candidate is scored again.',
    tag,
    access: writeValues,
    body: valuesBody,
    success: { status: 201, schema: valuesSchema },
    errors: [candidateErrors.not_found, unknown_application, duplicate],
    handler: (ctx, { body }) => assessValues(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id/values-assessments',
    operationId: 'listValuesAssessments',
    summary: 'List the values assessments of a candidate',
    tag,
    access: readValues,
    params: valuesParams,
    query: valuesListQuery,
    success: { status: 200, schema: valuesPage },
    errors: [candidateErrors.not_found],
    handler: (ctx, { params, query }) => listAssessments(ctx, params.id, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/values-assessments/:id',
    operationId: 'readValuesAssessment',
    summary: 'Read a values assessment',
    tag,
    access: readValues,
    params: valuesParams,
    success: { status: 200, schema: valuesSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readAssessment(ctx, params.id),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/values-assessments/:id',
    operationId: 'updateValuesAssessment',
    summary: 'Change a values assessment of your own',
    tag,
    access: writeValues,
    params: valuesParams,
    body: valuesPatch,
    success: { status: 200, schema: valuesSchema },
    errors: [not_found],
    handler: (ctx, { params, body, headers }) => reviseAssessment(ctx, params.id, body, headers.ifMatch),
  }),
]
