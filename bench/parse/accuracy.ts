import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outputNames } from '#src/modules/resumes/parser/cli/output-names.ts'
import { parseFiles } from '#src/modules/resumes/parser/cli/parse-files.ts'
import type { ResumeParser } from '#src/modules/resumes/parser/client.ts'
import { aligned } from '../aligned.ts'
import { type Score, score, scoreHalves } from './score.ts'
import { type LabelledSet, labelledSets } from './sets.ts'

/** Where 'present' ends, so that the same files have the same figures tomorrow. */
export const AS_OF = new Date('2026-01-01T00:00:00Z')

interface Scored {
  set: LabelledSet
  whole: Score
  halves: Score[]
}

/** Parses every labelled file as the command line does, and prints what the scorer finds. */
export async function accuracy(data: string, parser: ResumeParser, workers: number): Promise<void> {
  const scored: Scored[] = []
  for (const set of labelledSets(data)) {
    const predictions = await mkdtemp(join(tmpdir(), 'predictions-'))
    try {
      const work = { parser, workers, out: predictions, asOf: AS_OF, done: () => undefined }
      await parseFiles(outputNames(set.files), work)
      const whole = await score(data, set, predictions)
      scored.push({ set, whole, halves: await scoreHalves(data, set, predictions) })
    } finally {
      await rm(predictions, { recursive: true })
    }
  }
  for (const each of scored) console.log(`${fieldTable(each)}\n`)
  console.log(`${summary(scored)}\n`)
}

function fieldTable({ set, whole }: Scored): string {
  const rows = Object.entries(whole.fields).map(([name, { gold, precision, recall, f1 }]) => [
    name,
    String(gold),
    ...[precision, recall, f1].map(digits),
  ])
  const title = `${set.name}: ${whole.docs} files of ${whole.groups} people`
  return [title, '', ...aligned([['field', 'gold', 'precision', 'recall', 'F1'], ...rows])].join('\n')
}

function summary(scored: Scored[]): string {
  const rows = scored.map(({ set, whole, halves }) => {
    const { promised } = set
    const measured = promised?.of === 'mean recall' ? meanRecall(whole) : whole.macro_f1
    return [
      set.name,
      digits(whole.macro_f1),
      ...[0, 1].map((half) => (halves[half] ? digits(halves[half].macro_f1) : '-')),
      digits(meanRecall(whole)),
      promised ? `${promised.of} ${promised.atLeast.toFixed(2)}` : '-',
      promised ? (measured >= promised.atLeast ? 'yes' : 'no') : '-',
    ]
  })
  const head = [
    'set',
    'macro F1',
    'people 1, 3, 5 ...',
    'people 2, 4, 6 ...',
    'mean recall',
    'promised',
    'kept',
  ]
  return aligned([head, ...rows]).join('\n')
}

/** Of the fields that count in the macro F1. */
function meanRecall({ fields, macro_over }: Score): number {
  const recalls = macro_over.map((name) => fields[name]?.recall ?? 0)
  return recalls.reduce((sum, each) => sum + each, 0) / Math.max(1, recalls.length)
}

const digits = (value: number) => value.toFixed(3)
