import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Ranking } from '#src/modules/matching/cli/rank.ts'

const run = promisify(execFile)

const scoreSchema = z.object({
  rows: z.array(z.object({ qid: z.string(), ndcg: z.number(), p: z.number(), ap: z.number() })),
})

export type QueryScore = z.infer<typeof scoreSchema>['rows'][number]

/** What the scorer of the data says about rankings of the whole pool, a line a query. */
export async function scoreRankings(
  data: string,
  qrels: string,
  rankings: readonly Ranking[],
): Promise<QueryScore[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ranks-'))
  try {
    const out = join(folder, 'score.json')
    const ranks = join(folder, 'run.jsonl')
    const lines = rankings.map(({ query, ranked }) => ({ qid: query, ranked: ranked.map(([id]) => id) }))
    await writeFile(ranks, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const args = [join(data, 'score-match.mjs'), '--run', ranks, '--qrels', qrels, '--json', out]
    await run(process.execPath, args, { maxBuffer: 1e8 })
    return scoreSchema.parse(JSON.parse(await readFile(out, 'utf8'))).rows
  } finally {
    await rm(folder, { recursive: true })
  }
}
