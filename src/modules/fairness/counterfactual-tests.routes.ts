import { defineRoute } from '#src/http/route.ts'
import { testBody, testListQuery, testPage, testParams, testSchema } from './counterfactual-tests.schemas.ts'
import { createTest, listTests, readTest } from './counterfactual-tests.service.ts'
import { counterfactualErrors } from './fairness.errors.ts'
import { testFairness } from './fairness.policy.ts'

const tag = 'Fairness'

export const counterfactualTestRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/ai/counterfactual-tests',
    operationId: 'listCounterfactualTests',
    summary: 'List counterfactual tests',
    tag,
    access: testFairness,
    query: testListQuery,
    success: { status: 200, schema: testPage },
    handler: (ctx, { query }) => listTests(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/ai/counterfactual-tests',
    operationId: 'createCounterfactualTest',
    summary: 'Test whether weights tell apart who people are',
    description:
      'Invented resumes in pairs that differ in one thing (name, pronoun, a gap for a family, age, school and the like) are scored for invented jobs. It passes where no such pair differs, and other ways to write the same hardly do.',
    tag,
    access: testFairness,
    body: testBody,
    success: { status: 201, schema: testSchema },
    handler: (ctx, { body }) => createTest(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/ai/counterfactual-tests/:id',
    operationId: 'readCounterfactualTest',
    summary: 'Read a counterfactual test',
    tag,
    access: testFairness,
    params: testParams,
    success: { status: 200, schema: testSchema },
    errors: [counterfactualErrors.not_found],
    handler: (ctx, { params }) => readTest(ctx, params.id),
  }),
]
