import { z } from 'zod'
import { idSchema } from '#src/http/schemas.ts'
import { stageSchema, stagesBody } from '#src/modules/pipelines/index.ts'

export const jobPipelineParams = z.object({ id: idSchema })

export const jobPipelineBody = z
  .strictObject({
    strict: z.boolean().optional(),
    stages: stagesBody,
    remap: z
      .record(idSchema, idSchema)
      .refine((remap) => Object.keys(remap).length <= 20, 'at most 20')
      .optional()
      .describe('Where the applications of each removed stage go: from its id to that of a stage that stays'),
  })
  .meta({ id: 'JobPipelineReplace' })

export const jobPipelineSchema = z
  .object({
    id: idSchema,
    job_id: idSchema,
    name: z.string().describe('Of the template it was copied from'),
    strict: z.boolean(),
    stages: z.array(stageSchema),
    version: z.int().describe('Of the job'),
  })
  .meta({ id: 'JobPipeline' })
