import { z } from 'zod'
import { STAGE_TYPES } from '#src/db/schema/jobs.ts'
import { listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

export const pipelineParams = z.object({ id: idSchema })

const stageBody = z
  .strictObject({
    id: idSchema.optional().describe('Of a stage that stays; a stage without one is new'),
    name: lineSchema(80),
    type: z.enum(STAGE_TYPES),
  })
  .meta({ id: 'StageRequest' })

/** The stages of a pipeline in their order. */
export const stagesBody = z
  .array(stageBody)
  .min(2)
  .max(20)
  .superRefine((stages, check) => {
    const refuse = (place: number, field: string, message: string) =>
      check.addIssue({ code: 'custom', path: [place, field], message })
    if (stages[0]?.type !== 'applied') refuse(0, 'type', 'the first stage is of type applied')
    for (const [place, { id, type }] of stages.entries()) {
      if (type === 'hired' && place < stages.length - 1)
        refuse(place, 'type', 'only the last stage is of type hired')
      if (id && stages.findIndex((stage) => stage.id === id) < place)
        refuse(place, 'id', 'this stage stands here twice')
    }
  })
  .describe('2 to 20, the first of type `applied`; one of type `hired` is the last')
export type StageInput = z.output<typeof stageBody>

const editable = {
  name: lineSchema(120),
  strict: z
    .boolean()
    .optional()
    .describe('Applications move forward one stage at a time, and back only with a reason'),
  is_default: z.boolean().optional().describe('For the jobs that name no pipeline; one of a tenant is it'),
  stages: stagesBody,
}

export const pipelineBody = z.strictObject(editable).meta({ id: 'PipelineCreate' })
export const pipelinePatch = z.strictObject(editable).partial().meta({ id: 'PipelineUpdate' })

export const stageSchema = z
  .object({ id: idSchema, name: z.string(), type: z.enum(STAGE_TYPES) })
  .meta({ id: 'Stage' })

export const pipelineSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    strict: z.boolean(),
    is_default: z.boolean(),
    stages: z.array(stageSchema),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Pipeline' })

export const pipelinePage = pageSchema(pipelineSchema, 'PipelinePage')
export const pipelineListQuery = listQuery({ sorts: ['created_at'], item: pipelineSchema })
