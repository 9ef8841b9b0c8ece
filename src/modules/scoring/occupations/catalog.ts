import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Of the data files: what texts are taken to be about depends on them. A test tells when they changed without it. */
export const OCCUPATION_LEXICON_VERSION = 1

/** A line of work, as resumes and advertisements speak of it. */
export interface Occupation {
  key: string
  name: string
  /** The name of its file. */
  field: string
  titles: readonly string[]
  /** Titles in other languages. */
  abroad: readonly string[]
  /** Words and phrases of the work, the most telling first. */
  terms: readonly string[]
  /** Keys of the closest others. */
  near: readonly string[]
}

const list = z.string().transform((text) => text.split(', ').filter((entry) => entry !== ''))
const fileSchema = z.array(
  z.strictObject({ key: z.string(), name: z.string(), titles: list, abroad: list, terms: list, near: list }),
)

const FOLDER = join(import.meta.dirname, 'data')
let catalog: readonly Occupation[] | undefined

/** Read once, when first asked for: a process that scores nothing does not need them. */
export function allOccupations(): readonly Occupation[] {
  catalog ??= readdirSync(FOLDER)
    .sort()
    .flatMap((file) => {
      const field = file.replace(/[.]json$/, '')
      const entries = fileSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')))
      return entries.map((entry) => ({ ...entry, field }))
    })
  return catalog
}
