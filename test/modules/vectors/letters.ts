import type { OnnxModels } from '#src/platform/embedding/onnx-models.ts'

export interface Letters extends OnnxModels {
  /** Texts that vectors were made of. */
  texts: string[]
  /** Called before each batch. */
  before: () => Promise<void> | void
}

/** A local model that counts the letters a to z: the same everywhere, and nothing like the built-in one. */
export function letters(): Letters {
  const made: Letters = {
    model: 'letters',
    texts: [],
    before: () => {},
    embedder: (dimensions) => ({
      model: 'letters',
      dimensions,
      embed: async (texts) => {
        await made.before()
        made.texts.push(...texts)
        return texts.map((text) =>
          Array.from(
            { length: dimensions },
            (_, i) => text.toLowerCase().split(String.fromCharCode(97 + i)).length - 1,
          ),
        )
      },
    }),
  }
  return made
}

export const LETTERS = { key: 'letters', provider: 'onnx', dimensions: 26 } as const
