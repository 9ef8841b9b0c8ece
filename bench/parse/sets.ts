import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Resumes of one form, with what is to be read from them. */
export interface LabelledSet {
  name: string
  /** What is promised of the macro F1, or of the mean recall where labels are incomplete. */
  promised: { of: 'macro F1' | 'mean recall'; atLeast: number } | undefined
  files: string[]
  gold: string
  /** Which of the gold counts, as the scorer takes it. */
  filter?: string
}

interface Kind {
  set: string
  forms: Array<{ form: string; gold: string }>
  filters?: string[]
  promises: Record<string, LabelledSet['promised']>
}

const gold = (form: string) => ({ form, gold: 'gold' })

const KINDS: Kind[] = [
  {
    set: 'jsonresume',
    forms: [gold('pdf'), { form: 'docx', gold: 'gold-docx' }],
    promises: { pdf: { of: 'macro F1', atLeast: 0.85 } },
  },
  { set: 'templates', forms: [gold('pdf')], promises: { pdf: { of: 'macro F1', atLeast: 0.92 } } },
  {
    set: 'dotin',
    forms: [gold('txt'), gold('pdf')],
    filters: ['layout=lines', 'layout=flat'],
    promises: {
      'txt layout=lines': { of: 'macro F1', atLeast: 0.75 },
      'txt layout=flat': { of: 'macro F1', atLeast: 0.5 },
    },
  },
  {
    set: 'dataturks',
    forms: [gold('txt'), gold('pdf'), gold('docx')],
    promises: { txt: { of: 'mean recall', atLeast: 0.8 } },
  },
]

/** Every form of every set that is there, in each of its parts such as `dev`. */
export function labelledSets(data: string): LabelledSet[] {
  return KINDS.flatMap((kind) =>
    folders(join(data, 'parse', kind.set)).flatMap((part) => formsOf(kind, part)),
  )
}

function formsOf(
  { set, forms, filters, promises }: Kind,
  part: { name: string; path: string },
): LabelledSet[] {
  return forms.flatMap(({ form, gold }) => {
    const folder = join(part.path, form)
    if (!existsSync(folder)) return []
    const files = readdirSync(folder).map((name) => join(folder, name))
    return (filters ?? [undefined]).map((filter) => {
      const kind = filter ? `${form} ${filter}` : form
      return {
        name: `${set}/${part.name} ${kind}`,
        promised: promises[kind],
        files,
        gold: join(part.path, gold),
        ...(filter && { filter }),
      }
    })
  })
}

function folders(path: string): Array<{ name: string; path: string }> {
  if (!existsSync(path)) return []
  const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return entries.map(({ name }) => ({ name, path: join(path, name) }))
}
