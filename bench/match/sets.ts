import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Doc, Job } from '#src/modules/matching/cli/read-input.ts'

/** Resumes, jobs, and which of the resumes answer which job. */
export interface MatchSet {
  name: string
  docs: Doc[]
  jobs: Array<Job & { category: string }>
  /** The file of the judgements, as the scorer takes it. */
  qrels: string
}

interface Query {
  qid: string
  title: string
  description: string
  text: string
  relevant_category: string
}

/** Every part, such as `dev`, of the sets that are there. */
export function matchSets(data: string): MatchSet[] {
  return ['livecareer', 'updated-resume'].flatMap((name) => {
    const folder = join(data, 'match', name)
    if (!existsSync(folder)) return []
    const parts = readdirSync(folder).filter((part) => existsSync(join(folder, part, 'qrels.jsonl')))
    return parts.map((part) => readSet(name, folder, part))
  })
}

function readSet(name: string, folder: string, part: string): MatchSet {
  const own = join(folder, part, 'docs.jsonl')
  const docs = readFileSync(existsSync(own) ? own : join(folder, 'docs.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line): Doc => JSON.parse(line))
    .map(({ id, text }) => ({ id: String(id), text }))
  const queries: Query[] = JSON.parse(readFileSync(join(folder, 'queries.json'), 'utf8'))
  return {
    name: `${name} ${part}`,
    docs,
    jobs: queries.map(({ qid, title, text, relevant_category: category }) => ({
      id: qid,
      title,
      description: text,
      category,
    })),
    qrels: join(folder, part, 'qrels.jsonl'),
  }
}

/** The same resumes without their first line, which often is a title that names the category. */
export const withoutFirstLines = (set: MatchSet): MatchSet => ({
  ...set,
  name: `${set.name}, first lines removed`,
  docs: set.docs.map(({ id, text }) => ({ id, text: text.replace(/^[^\n]*\n?/, '') })),
})

/** The same jobs with the text of an advertisement that only says what the work is, in a sentence or two. */
export const shortTexts = (set: MatchSet, data: string): MatchSet => {
  const folder = join(data, 'match', set.name.split(' ')[0] ?? '')
  const queries: Query[] = JSON.parse(readFileSync(join(folder, 'queries.json'), 'utf8'))
  const short = new Map(queries.map(({ qid, description }) => [qid, description]))
  return {
    ...set,
    name: `${set.name}, short job texts`,
    jobs: set.jobs.map((job) => ({ ...job, description: short.get(job.id) ?? null })),
  }
}

/** A quarter of the categories, which nobody looks at while tuning: chosen by the hash of their names. */
export const isLeftOut = (category: string): boolean =>
  (createHash('sha256').update(category).digest()[0] ?? 0) % 4 === 0
