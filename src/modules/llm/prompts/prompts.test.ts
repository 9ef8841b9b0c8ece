import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { definePrompt, type Prompt } from './prompt.ts'

// What a released version says never changes: lineage names it by id, version and hash. A new text is a new file.
const RELEASED = {
  'candidate-summary.v1.ts': '8da48fd7260c749637cade5efdcdf2f3683528f8bdca546b2757d24829473311',
  'job-enrichment.v1.ts': 'b38d090a05079d58a8e6fbff93857098a47b4aa14b1a2d9226ae170a2a9a24e1',
  'match-explanation.v1.ts': 'edd2cfb5f36bd812a9b4ee03d47350c0bfc5bc329fea64ff4edc855bab2eedea',
  'resume-fields.v1.ts': '545f8e17efe1b45961809c0bf2b84c24dab5a824fe75d86aa55b01b9bf2dab9c',
  'answer-scoring.v1.ts': '025ba262e42ad7933a633d9937b87c8f972d4b1b0214a9cf43fe859c32b61f69',
  'connection-test.v1.ts': '68291000182f0babfe0f2999dab6714e43c62d3028ea395c7eeac1bebbd3ac2e',
  'shortlist-rerank.v1.ts': '57c0032d982786d9ceb0b2e0cf7eb5f4ada9109e6d9a765884c94fb126aebd5c',
  'screening-follow-up.v1.ts': '80025ce8a99181495e99e5540c39f2d43ca1a95452ad88cae203720ec65c24bb',
}

const files = (await readdir(import.meta.dirname)).filter((file) => /\.v\d+\.ts$/.test(file))

test('every prompt is released', () => {
  expect(files.sort()).toEqual(Object.keys(RELEASED).sort())
})

test.each(Object.entries(RELEASED))('%s is what it was', async (file, hash) => {
  const prompts: Prompt<never, unknown>[] = Object.values(await import(join(import.meta.dirname, file)))
  expect(prompts.map(({ id, version }) => `${id}.v${version}.ts`)).toEqual([file])
  expect(prompts.map((prompt) => prompt.hash)).toEqual([hash])
})

const greeting = {
  id: 'greeting',
  version: 1,
  schema: z.strictObject({ text: z.string() }),
  instructions: 'Greet.',
  template: 'Greet {{name}} of {{place}}.',
  names: ['name', 'place'],
} as const

test('what is filled in fills in nothing itself', () => {
  const { render } = definePrompt(greeting)
  expect(render({ name: '{{place}} $& $1', place: 'Oslo' })).toBe('Greet {{place}} $& $1 of Oslo.')
})

test('a template has the places it says, and every word of it counts for the hash', () => {
  expect(() => definePrompt({ ...greeting, names: ['name'] })).toThrow('other places')
  const changes = [
    { instructions: 'Greet!' },
    { version: 2 },
    { schema: z.strictObject({ text: z.string().max(9) }) },
  ]
  const hashes = [{}, ...changes].map((change) => definePrompt({ ...greeting, ...change }).hash)
  expect(new Set(hashes).size).toBe(4)
})
