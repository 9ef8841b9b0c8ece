import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { envSchema } from '#src/config/env.ts'

const lines = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8').split('\n')
const examples = new Map(
  lines.flatMap((line) => {
    const match = /^#?\s?([A-Z][A-Z0-9_]+)=(.*)$/.exec(line)
    return match?.[1] ? [[match[1], match[2] ?? '']] : []
  }),
)

test('.env.example names every variable and no other', () => {
  expect([...examples.keys()].sort()).toEqual(Object.keys(envSchema.shape).sort())
})

test.each(Object.entries(envSchema.shape))('%s shows its default', (name, schema) => {
  const { data } = schema.safeParse(undefined)
  expect(examples.get(name)).toBe(data === undefined ? '' : String(data))
})
