import { readFile } from 'node:fs/promises'
import { createResumeParser } from '#src/modules/resumes/parser/client.ts'
import { watchChildren } from '../processes/peak.ts'
import { AS_OF } from './accuracy.ts'
import { livecareer } from './livecareer.ts'
import { labelledSets } from './sets.ts'

const PROMISED = 300e6

/** The most that a parsing process of the product ever holds, over all PDF, DOCX and text files there are. */
export async function memory(data: string, workers: number): Promise<void> {
  const paths = [...new Set([...labelledSets(data).flatMap((set) => set.files), ...livecareer(data)])]
  const children = watchChildren()
  const parser = createResumeParser({ size: workers })
  try {
    const waiting = paths.values()
    const lane = async () => {
      for (const filename of waiting)
        await parser.parse({ bytes: await readFile(filename), filename }, { asOf: AS_OF })
    }
    await Promise.all(Array.from({ length: workers }, lane))
  } finally {
    await parser.close()
  }
  const peak = children.end()
  if (peak === 0) return console.log('Memory is seen by /proc only, so on Linux only.\n')
  const kept = peak <= PROMISED ? 'kept' : 'not kept'
  console.log(
    `Peak RSS of a parsing process over ${paths.length} files: ${(peak / 1e6).toFixed(0)} MB (promised ${PROMISED / 1e6} MB, ${kept})\n`,
  )
}
