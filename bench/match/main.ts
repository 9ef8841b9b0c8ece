import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { profileDoc, rankDocs } from '#src/modules/matching/cli/rank.ts'
import { aligned } from '../aligned.ts'
import { type MatchOptions, readOptions, USAGE } from './options.ts'
import { type QueryScore, scoreRankings } from './score.ts'
import { isLeftOut, type MatchSet, matchSets, shortTexts, withoutFirstLines } from './sets.ts'

// How well the built-in scoring ranks resumes for jobs, as the command line does it.
const options = optionsOrExit()
const { data } = options
if (!existsSync(join(data, 'match'))) {
  console.log(`The evaluation data is not at ${data}: nothing is measured. --data DIR says where it is.`)
  process.exit(0)
}

/** Where 'present' ends, so that the same files have the same figures tomorrow. */
const AS_OF = new Date('2026-01-01T00:00:00Z')
/** What is promised of nDCG@10, P@10 and MAP. */
const PROMISED: Record<string, string> = { livecareer: '.62 / .60 / .45', 'updated-resume': '.50 / - / -' }

const rows: string[][] = []
for (const set of matchSets(data)) {
  const forms = [set, withoutFirstLines(set), shortTexts(set, data)]
  for (const form of forms) rows.push(...(await measured(form)))
}
const head = ['set', 'queries', 'nDCG@10', 'P@10', 'MAP', 'promised']
console.log(aligned([head, ...rows]).join('\n'))

async function measured(set: MatchSet): Promise<string[][]> {
  const docs = await Promise.all(set.docs.map((doc) => profileDoc(doc, AS_OF)))
  const rankings = set.jobs.map((job) => rankDocs(job, docs, docs.length))
  const scores = await scoreRankings(data, set.qrels, rankings)
  if (options.byQuery)
    for (const { qid, ndcg, p, ap } of scores) console.log(qid, ...[ndcg, p, ap].map(digits))
  const leftOut = new Set(set.jobs.filter((job) => isLeftOut(job.category)).map((job) => job.id))
  const promised = PROMISED[set.name.split(' ')[0] ?? ''] ?? '-'
  return [
    row(set.name, scores, promised),
    row(
      '  categories left out',
      scores.filter(({ qid }) => leftOut.has(qid)),
      '',
    ),
    row(
      '  categories looked at',
      scores.filter(({ qid }) => !leftOut.has(qid)),
      '',
    ),
  ]
}

function row(name: string, scores: readonly QueryScore[], promised: string): string[] {
  const mean = (of: (score: QueryScore) => number) =>
    scores.reduce((sum, score) => sum + of(score), 0) / Math.max(1, scores.length)
  return [
    name,
    String(scores.length),
    digits(mean((score) => score.ndcg)),
    digits(mean((score) => score.p)),
    digits(mean((score) => score.ap)),
    promised,
  ]
}

function digits(value: number): string {
  return value.toFixed(3)
}

function optionsOrExit(): MatchOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`)
    process.exit(2)
  }
}
