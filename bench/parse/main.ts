import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createResumeParser } from '#src/modules/resumes/parser/client.ts'
import { accuracy } from './accuracy.ts'
import { memory } from './memory.ts'
import { type ParseOptions, readOptions, USAGE } from './options.ts'
import { throughput } from './throughput.ts'

// What the parser reads right, how fast, and with how much memory.
const options = optionsOrExit()
const workers = availableParallelism()
if (!existsSync(join(options.data, 'parse'))) {
  console.log(
    `The evaluation data is not at ${options.data}: nothing is measured. --data DIR says where it is.`,
  )
  process.exit(0)
}
if (options.parts.includes('accuracy')) {
  const parser = createResumeParser({ size: workers })
  try {
    await accuracy(options.data, parser, workers)
  } finally {
    await parser.close()
  }
}
if (options.parts.includes('throughput')) await throughput(options)
if (options.parts.includes('memory')) await memory(options.data, workers)

function optionsOrExit(): ParseOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`)
    process.exit(2)
  }
}
