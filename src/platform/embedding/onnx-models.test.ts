import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOnnxModels, type Transformers } from './onnx-models.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'onnx-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A library whose models count letters. */
function fakeLibrary() {
  const asked: string[] = []
  const library: Transformers = {
    env: { allowRemoteModels: true, allowLocalModels: false, localModelPath: '' },
    pipeline: async (task, model) => {
      asked.push(`${task} ${model}`)
      return async (texts) => ({ tolist: () => texts.map((text) => [text.length, 1]) })
    },
  }
  return { library, asked }
}

test('there is none unless one is configured', async () => {
  expect(await openOnnxModels(undefined)).toBeUndefined()
})

test('a folder is loaded at its first use, once, and nothing is downloaded', async () => {
  const { library, asked } = fakeLibrary()
  const models = await openOnnxModels({ model: folder, download: false }, async () => library)
  expect(library.env).toEqual({
    allowRemoteModels: false,
    allowLocalModels: true,
    localModelPath: path.dirname(folder),
  })
  expect([models?.model, asked]).toEqual([path.basename(folder), []])
  const embedder = models?.embedder(2)
  expect(await Promise.all([embedder?.embed(['a', 'bcd']), embedder?.embed(['ef'])])).toEqual([
    [
      [1, 1],
      [3, 1],
    ],
    [[2, 1]],
  ])
  expect(asked).toEqual([`feature-extraction ${path.basename(folder)}`])
})

test('a name is downloaded only where that is allowed', async () => {
  const { library, asked } = fakeLibrary()
  await expect(openOnnxModels({ model: 'someone/model', download: false })).rejects.toThrow(
    /there is no folder someone\/model/,
  )
  const models = await openOnnxModels({ model: 'someone/model', download: true }, async () => library)
  await models?.embedder(2).embed(['a'])
  expect([library.env.allowRemoteModels, asked]).toEqual([true, ['feature-extraction someone/model']])
})

test('a start without the package fails and names it', async () => {
  await expect(openOnnxModels({ model: folder, download: false })).rejects.toThrow(
    'EMBEDDINGS_ONNX_MODEL: needs a package, npm install @huggingface/transformers',
  )
})

test('vectors of another length than was registered are refused', async () => {
  const { library } = fakeLibrary()
  const models = await openOnnxModels({ model: folder, download: false }, async () => library)
  await expect(models?.embedder(384).embed(['a'])).rejects.toThrow(
    /gives vectors of 2 dimensions, not of 384/,
  )
})

test('a model that could not be loaded is tried again', async () => {
  const { library } = fakeLibrary()
  const { pipeline } = library
  let failures = 1
  library.pipeline = (...call) =>
    failures-- > 0 ? Promise.reject(new Error('no memory')) : pipeline(...call)
  const models = await openOnnxModels({ model: folder, download: false }, async () => library)
  await expect(models?.embedder(2).embed(['a'])).rejects.toThrow('no memory')
  expect(await models?.embedder(2).embed(['a'])).toEqual([[1, 1]])
})
