import { mkdir } from 'node:fs/promises'
import { createResumeParser } from '#src/modules/resumes/parser/client.ts'
import { type CliOptions, readCliOptions, USAGE } from './options.ts'
import { distinct, outputNames } from './output-names.ts'
import { parseFiles } from './parse-files.ts'
import { progressBar } from './progress.ts'

// Parses files with the built-in parser, without a server or a database: one JSON a file.
const options = optionsOrExit()
try {
  await run(options)
} catch (error) {
  console.error(`The results cannot be written: ${(error as Error).message}`)
  process.exitCode = 1
}

async function run({ out, workers, asOf, recognize, files }: CliOptions): Promise<void> {
  await mkdir(out, { recursive: true })
  const named = outputNames(distinct(files))
  const parser = createResumeParser({ size: Math.min(workers, named.length), recognize })
  const bar = progressBar(process.stderr, named.length)
  try {
    await parseFiles(named, { parser, out, workers, asOf, done: bar.step })
  } finally {
    bar.end()
    await parser.close()
  }
}

function optionsOrExit(): CliOptions {
  try {
    const given = readCliOptions(process.argv.slice(2))
    if (given !== 'help') return given
    console.log(USAGE)
    process.exit(0)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`)
    process.exit(2)
  }
}
