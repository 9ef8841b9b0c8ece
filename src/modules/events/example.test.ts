import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { JsonSchema } from '#src/http/json-schema-refs.ts'
import { exampleOf } from './example.ts'

const named = z.object({ id: z.uuid(), at: z.iso.datetime() }).meta({ id: 'Named' })

const payload = z.object({
  text: z.string().min(9),
  word: z.enum(['left', 'right']),
  fixed: z.literal('this'),
  count: z.int().min(3),
  ratio: z.number(),
  sure: z.boolean(),
  nothing: z.null(),
  perhaps: z.string().nullable(),
  choice: z.union([z.object({ a: z.int() }), z.string()]),
  optional: z.email().optional(),
  list: z.array(named).min(1),
  first: named,
  counts: z.record(z.string(), z.int()),
  anything: z.unknown(),
})

const schema: JsonSchema = z.toJSONSchema(payload)

test('an example is what its schema allows, with every member', () => {
  const validate = addFormats.default(new Ajv2020()).compile(schema)
  const example = exampleOf(schema)
  expect(validate(example), JSON.stringify(validate.errors)).toBe(true)
  expect(Object.keys(example as object)).toEqual(Object.keys(payload.shape))
})

test('an example is always the same', () => {
  expect(exampleOf(schema)).toEqual(exampleOf(structuredClone(schema)))
})
