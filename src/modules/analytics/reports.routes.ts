import type { z } from 'zod'
import type { RequestContext } from '#src/http/context.ts'
import { defineRoute } from '#src/http/route.ts'
import { readReports } from './reports.policy.ts'
import {
  dashboardSchema,
  funnelQuery,
  funnelSchema,
  sourcesQuery,
  sourcesSchema,
  timeInStageQuery,
  timeInStageSchema,
  timeToFillQuery,
  timeToFillSchema,
} from './reports.schemas.ts'
import { readDashboard, readFunnel, readSources, readTimeInStage, readTimeToFill } from './reports.service.ts'

type Asked = z.output<typeof funnelQuery>

const reportRoute = <S extends z.ZodType>(report: {
  name: string
  operationId: string
  summary: string
  description: string
  query: typeof funnelQuery
  schema: S
  read(ctx: RequestContext, asked: Asked): Promise<z.input<S>>
}) =>
  defineRoute<undefined, typeof funnelQuery, undefined, S>({
    method: 'GET',
    url: `/v1/reports/${report.name}`,
    operationId: report.operationId,
    summary: report.summary,
    description: report.description,
    tag: 'Reports',
    access: readReports,
    replica: true,
    query: report.query,
    success: { status: 200, schema: report.schema },
    handler: (ctx, { query }) => report.read(ctx, query) as never,
  })

export const reportRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/reports/dashboard',
    operationId: 'readDashboard',
    summary: 'What there is now',
    description: 'Each number is that of the rows which its list would show you.',
    tag: 'Reports',
    access: readReports,
    replica: true,
    success: { status: 200, schema: dashboardSchema },
    handler: readDashboard,
  }),
  reportRoute({
    name: 'funnel',
    operationId: 'readFunnel',
    summary: 'What became of the applications in each stage type',
    description:
      'Of the applications that came into a stage of the type, within the range where one is given. Types that nothing came into are left out.',
    query: funnelQuery,
    schema: funnelSchema,
    read: readFunnel,
  }),
  reportRoute({
    name: 'time_in_stage',
    operationId: 'readTimeInStage',
    summary: 'How long applications stay in each stage type',
    description: 'All their time there, of those that came within the range and have left.',
    query: timeInStageQuery,
    schema: timeInStageSchema,
    read: readTimeInStage,
  }),
  reportRoute({
    name: 'time_to_fill',
    operationId: 'readTimeToFill',
    summary: 'How long it takes to hire',
    description: 'Over all jobs, and in `data` of the hundred jobs with the most hires.',
    query: timeToFillQuery,
    schema: timeToFillSchema,
    read: readTimeToFill,
  }),
  reportRoute({
    name: 'sources',
    operationId: 'readSources',
    summary: 'Where applications come from, and what becomes of them',
    description: 'The hundred most frequent sources.',
    query: sourcesQuery,
    schema: sourcesSchema,
    read: readSources,
  }),
]
