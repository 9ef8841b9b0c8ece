import { writeFile } from 'node:fs/promises'
import { type RankOptions, readRankOptions, USAGE } from './options.ts'
import { type ProfiledDoc, profileDoc, rankDocs } from './rank.ts'
import { readDocs, readJobs } from './read-input.ts'

// Ranks resumes for jobs with the built-in scoring, without a server or a database.
const options = optionsOrExit()
try {
  await run(options)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

async function run({ docs: path, queries, out, top, asOf }: RankOptions): Promise<void> {
  const jobs = await readJobs(queries)
  const docs: ProfiledDoc[] = []
  for await (const doc of readDocs(path)) docs.push(await profileDoc(doc, asOf))
  const lines = jobs.map((job) => `${JSON.stringify(rankDocs(job, docs, top))}\n`)
  await writeFile(out, lines.join(''))
}

function optionsOrExit(): RankOptions {
  try {
    const given = readRankOptions(process.argv.slice(2))
    if (given !== 'help') return given
    console.log(USAGE)
    process.exit(0)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`)
    process.exit(2)
  }
}
