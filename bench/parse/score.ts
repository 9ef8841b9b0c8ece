import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { LabelledSet } from './sets.ts'

const run = promisify(execFile)

const figure = z.object({ gold: z.number(), precision: z.number(), recall: z.number(), f1: z.number() })
const scoreSchema = z.object({
  docs: z.number(),
  groups: z.number(),
  macro_f1: z.number(),
  macro_over: z.array(z.string()),
  fields: z.record(z.string(), figure),
})

export type Score = z.infer<typeof scoreSchema>

/** What the scorer of the data says about the predictions in a folder. */
export async function score(
  data: string,
  set: LabelledSet,
  predictions: string,
  gold = set.gold,
): Promise<Score> {
  const folder = await mkdtemp(join(tmpdir(), 'score-'))
  try {
    const out = join(folder, 'score.json')
    const filter = set.filter ? ['--filter', set.filter] : []
    const asked = ['--pred', predictions, '--gold', gold, '--boot', '0', '--json', out, ...filter]
    await run(process.execPath, [join(data, 'score-parse.mjs'), ...asked], { maxBuffer: 1e8 })
    return scoreSchema.parse(JSON.parse(await readFile(out, 'utf8')))
  } finally {
    await rm(folder, { recursive: true })
  }
}

const groupSchema = z.object({ group: z.string().optional() })

/**
 * The same for both halves of the people, who are split by the order of their names: rules made by looking at one
 * half have not seen the other.
 */
export async function scoreHalves(data: string, set: LabelledSet, predictions: string): Promise<Score[]> {
  const folder = await mkdtemp(join(tmpdir(), 'halves-'))
  try {
    const names = await readdir(set.gold)
    const groups = new Map<string, string>()
    for (const name of names) {
      const { group } = groupSchema.parse(JSON.parse(await readFile(join(set.gold, name), 'utf8')))
      groups.set(name, group ?? name)
    }
    const people = [...new Set(groups.values())].sort()
    if (people.length < 4) return []
    const halves = [0, 1].map((half) => ({ path: join(folder, String(half)), half }))
    for (const { path } of halves) await mkdir(path)
    for (const [name, group] of groups) {
      await copyFile(join(set.gold, name), join(folder, String(people.indexOf(group) % 2), name))
    }
    return await Promise.all(halves.map(({ path }) => score(data, set, predictions, path)))
  } finally {
    await rm(folder, { recursive: true })
  }
}
