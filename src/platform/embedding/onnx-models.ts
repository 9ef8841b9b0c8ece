import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '#src/config/config.ts'
import { ConfigError } from '#src/config/env.ts'
import { assertDimensions, type Embedder } from './embedder.ts'

/** What is used of `@huggingface/transformers`, which is no dependency: whoever wants local models installs it. */
export interface Transformers {
  env: { allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string }
  pipeline(task: 'feature-extraction', model: string): Promise<FeatureExtraction>
}

export type FeatureExtraction = (
  texts: string[],
  options: { pooling: 'mean'; normalize: true },
) => Promise<{ tolist(): number[][] }>

/** The local model that the operator offers. */
export interface OnnxModels {
  readonly model: string
  embedder(dimensions: number): Embedder
}

const PACKAGE = '@huggingface/transformers'

/**
 * Undefined where none is configured. The package is loaded at once, so that a start without it fails; the model, which
 * takes its time and memory, at its first use.
 *
 * @throws ConfigError
 */
export async function openOnnxModels(
  settings: Config['onnx'],
  load: () => Promise<Transformers> = () => import(PACKAGE),
): Promise<OnnxModels | undefined> {
  if (!settings) return undefined
  if (!settings.download && !existsSync(settings.model))
    throw new ConfigError([
      `EMBEDDINGS_ONNX_MODEL: there is no folder ${settings.model}; a model is downloaded only with EMBEDDINGS_ONNX_DOWNLOAD=true`,
    ])
  const transformers = await load().catch(() => {
    throw new ConfigError([`EMBEDDINGS_ONNX_MODEL: needs a package, npm install ${PACKAGE}`])
  })
  const name = nameOf(transformers, settings)
  const model = path.basename(settings.model)
  let extraction: Promise<FeatureExtraction> | undefined
  const extract = () => {
    extraction ??= transformers.pipeline('feature-extraction', name)
    // What failed is tried again at its next use.
    extraction.catch(() => {
      extraction = undefined
    })
    return extraction
  }
  return { model, embedder: (dimensions) => onnxEmbedder({ model, dimensions }, extract) }
}

/** Tells the library where models may come from, and answers how it calls this one. */
function nameOf({ env }: Transformers, { model, download }: NonNullable<Config['onnx']>): string {
  env.allowRemoteModels = download
  env.allowLocalModels = !download
  if (download) return model
  const folder = path.resolve(model)
  env.localModelPath = path.dirname(folder)
  return path.basename(folder)
}

const onnxEmbedder = (
  about: Pick<Embedder, 'model' | 'dimensions'>,
  extract: () => Promise<FeatureExtraction>,
): Embedder => ({
  ...about,
  async embed(texts) {
    const output = await (await extract())(texts, { pooling: 'mean', normalize: true })
    const vectors = output.tolist()
    assertDimensions(vectors, about)
    return vectors
  },
})
