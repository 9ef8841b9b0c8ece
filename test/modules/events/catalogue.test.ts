import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { events } from '#src/modules/registry.ts'
import type { EventDefinition } from '#src/platform/events/events.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const { admin } = await api.tenant()

const MODULES = join(import.meta.dirname, '../../../src/modules')

async function declared(): Promise<string[]> {
  const files = (await readdir(MODULES, { recursive: true })).filter((file) => file.endsWith('.events.ts'))
  const modules: object[] = await Promise.all(files.map((file) => import(join(MODULES, file))))
  const values = modules.flatMap((module) => Object.values(module)).flat()
  return values
    .filter(
      (value): value is EventDefinition => typeof value === 'object' && 'payload' in value && 'type' in value,
    )
    .map(({ type }) => type)
}

test('every event that a module can emit is in the catalogue', async () => {
  const types = new Set(await declared())
  expect(types.size).toBeGreaterThan(20)
  const listed = (await admin.get('/v1/event-types')).body.data.map(({ type }: { type: string }) => type)
  expect([...types].sort()).toEqual(listed)
})

test.each(events.map(({ type }) => [type]))('GET /v1/event-types/%s', async (type) => {
  const { status, body } = await admin.get(`/v1/event-types/${type}`)
  expect(status).toBe(200)
  const validate = addFormats.default(new Ajv2020()).compile(body.schema)
  expect(validate(body.example), JSON.stringify(validate.errors)).toBe(true)
})

test.each(['job.exploded', 'job', '__proto__', '%00'])('there is no event type %s', async (type) => {
  const { status, body } = await admin.get(`/v1/event-types/${type}`)
  expect([status, body.code]).toEqual([404, 'event_type.not_found'])
})
