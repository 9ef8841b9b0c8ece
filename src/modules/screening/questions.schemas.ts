import { z } from 'zod'
import { listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, textSchema, timeSchema } from '#src/http/schemas.ts'

export const MAX_QUESTIONS = 20
const MAX_CRITERIA = 8

export const pathId = z.object({ id: idSchema })

const criterionBase = {
  name: lineSchema(100),
  weight: z
    .number()
    .min(0.01)
    .max(1)
    .multipleOf(0.01)
    .default(1)
    .describe('How much it counts beside the other criteria of the screening'),
  description: textSchema(500).nullable().default(null).describe('What a good answer shows'),
}
/** Only where a rule alone tells whether it is met. */
const measured = {
  ...criterionBase,
  knockout: z
    .boolean()
    .default(false)
    .describe(
      'Declares a condition of the job: what does not meet it is flagged for people, and moved by nothing',
    ),
}
const criteria = <C extends z.ZodType<{ name: string }>>(criterion: C) =>
  z
    .array(criterion)
    .max(MAX_CRITERIA)
    .refine(
      (all) => new Set(all.map(({ name }) => name)).size === all.length,
      'no two may have the same name',
    )
    .default([])

const questionBase = {
  text: textSchema(1000),
  required: z.boolean().default(true).describe('Whether it has to be answered'),
}

const choices = z
  .array(lineSchema(200))
  .min(2)
  .max(20)
  .refine((all) => new Set(all).size === all.length, 'no two may be the same')

const freeText = z.strictObject({
  kind: z.literal('free_text'),
  ...questionBase,
  criteria: criteria(
    z.strictObject({
      ...criterionBase,
      keywords: z
        .array(lineSchema(100))
        .min(1)
        .max(20)
        .refine(
          (all) => new Set(all.map((word) => word.toLowerCase())).size === all.length,
          'no two may be the same',
        )
        .nullable()
        .default(null)
        .describe('Scored by how many of these the answer has; without them a model or a person judges'),
    }),
  ),
})

const choice = z
  .strictObject({
    kind: z.literal('choice'),
    ...questionBase,
    choices,
    criteria: criteria(z.strictObject({ ...measured, accepted: z.array(lineSchema(200)).min(1).max(20) })),
  })
  .refine(
    (question) =>
      question.criteria.every(({ accepted }) => accepted.every((one) => question.choices.includes(one))),
    {
      path: ['criteria'],
      message: 'what is accepted has to be among the choices',
    },
  )

const number = z.strictObject({
  kind: z.literal('number'),
  ...questionBase,
  criteria: criteria(
    z
      .strictObject({
        ...measured,
        minimum: z.number().min(-1e12).max(1e12).nullable().default(null),
        maximum: z.number().min(-1e12).max(1e12).nullable().default(null),
      })
      .refine(({ minimum, maximum }) => minimum !== null || maximum !== null, 'a minimum or a maximum')
      .refine(
        ({ minimum, maximum }) => minimum === null || maximum === null || minimum <= maximum,
        'the minimum is at most the maximum',
      ),
  ),
})

const yesNo = z.strictObject({
  kind: z.literal('yes_no'),
  ...questionBase,
  criteria: criteria(z.strictObject({ ...measured, expected: z.boolean() })),
})

const questions = z
  .array(z.discriminatedUnion('kind', [freeText, choice, number, yesNo]))
  .min(1)
  .max(MAX_QUESTIONS)
export type QuestionInput = z.output<typeof questions>[number]

export const templateBody = z
  .strictObject({ name: lineSchema(200), questions })
  .meta({ id: 'QuestionTemplateCreate' })
export const templatePatch = z
  .strictObject({ name: lineSchema(200), questions })
  .partial()
  .meta({ id: 'QuestionTemplateUpdate' })

export const questionsBody = z
  .strictObject({
    questions: questions.optional(),
    template_id: idSchema.optional().describe('Copies the questions of a template'),
  })
  .refine((body) => (body.questions === undefined) !== (body.template_id === undefined), {
    message: 'either questions or template_id',
  })
  .meta({ id: 'ScreeningQuestionsReplace' })
export type QuestionsBody = z.output<typeof questionsBody>

const criterionSchema = z.object({
  name: z.string(),
  weight: z.number(),
  description: z.string().nullable(),
  knockout: z.boolean().optional(),
  keywords: z.array(z.string()).nullable().optional(),
  accepted: z.array(z.string()).optional(),
  minimum: z.number().nullable().optional(),
  maximum: z.number().nullable().optional(),
  expected: z.boolean().optional(),
})

const questionSchema = z
  .object({
    id: idSchema,
    kind: z.enum(['free_text', 'choice', 'number', 'yes_no']),
    text: z.string(),
    required: z.boolean(),
    choices: z.array(z.string()).optional(),
    criteria: z.array(criterionSchema).describe('The rubric'),
  })
  .meta({ id: 'ScreeningQuestion' })

export const templateSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    questions: z.array(questionSchema),
    created_by: idSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'QuestionTemplate' })

export const templatePage = pageSchema(templateSchema, 'QuestionTemplatePage')
export const templateListQuery = listQuery({ sorts: ['created_at', 'updated_at'], item: templateSchema })

export const jobQuestionsSchema = z
  .object({
    job_id: idSchema,
    questions: z.array(questionSchema),
    template_id: idSchema.nullable(),
    template_version: z.int().nullable(),
    version: z.int().describe('0 while the job has none'),
    created_at: timeSchema.nullable(),
  })
  .meta({ id: 'ScreeningQuestions' })
