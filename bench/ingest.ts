import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type DemoFile, demoFiles, demoJobs } from '#src/demo/files.ts'
import type { Recruiter } from '#src/demo/recruiter.ts'
import { systemClock } from '#src/lib/clock.ts'
import { createResumeParser } from '#src/modules/resumes/parser/client.ts'
import { parseDocument } from '#src/modules/resumes/parser/parse-document.ts'
import { PARSERS } from '#src/modules/resumes/parser-pool.ts'
import { batched, untilCounted } from './batches.ts'
import { difference } from './cpu.ts'
import { looped } from './loops.ts'
import { everyNth, livecareer } from './parse/livecareer.ts'
import { postgresCpuReader } from './postgres-cpu.ts'
import { familyCpu } from './processes/family.ts'
import { startProduct } from './product.ts'
import type { Comparison } from './rounds.ts'
import type { World } from './world.ts'

const UPLOADS_AT_ONCE = 8
/** So many that the first moments, in which only some of the stages have work, weigh little. */
const FIRST = 300

/** Of the real ones. */
const SAMPLE = 150

/** The small files of the demo, of three formats. */
export async function ingestDemo(world: World, opened: AsyncDisposableStack): Promise<Comparison> {
  const files = (await demoFiles()).filter(({ expect }) => expect === 'completed')
  return ingest({ name: 'ingest-demo', files, what: 'resumes of the demo' }, world, opened)
}

/** PDFs as people send them, of mostly two pages. */
export async function ingestReal(world: World, opened: AsyncDisposableStack): Promise<Comparison> {
  const paths = everyNth(livecareer(world.options.data), SAMPLE)
  const files = await Promise.all(
    paths.map(async (path) => ({
      filename: basename(path),
      contentType: 'application/pdf',
      bytes: await readFile(path),
    })),
  )
  return ingest({ name: 'ingest-real', files, what: 'real resumes' }, world, opened)
}

export const hasRealResumes = (data: string): boolean => livecareer(data).length > 0

type UploadedFile = Pick<DemoFile, 'filename' | 'contentType' | 'bytes'>

/** From an uploaded file to a candidate scored for the open job, beside what reading the file takes by itself. */
async function ingest(
  { name, files, what }: { name: string; files: UploadedFile[]; what: string },
  world: World,
  opened: AsyncDisposableStack,
): Promise<Comparison> {
  const { admin } = world.database
  const product = await startProduct(world, opened)
  const measured = {
    first: FIRST,
    nodeCpu: product.cpu,
    postgresCpu: postgresCpuReader(admin),
  }
  const children = PARSERS
  const parser = opened.adopt(createResumeParser({ size: children }), (open) => open.close())
  const childrenCpu = async () => difference(familyCpu(process.pid), await product.cpu())
  const asOf = systemClock.now()
  const next = endlessly(files)
  const matched = async () => {
    const { rows } = await admin.query<{ matched: number }>(
      'select count(*)::integer as matched from matches',
    )
    return rows[0]?.matched ?? 0
  }
  return {
    name,
    title: `${files.length} ${what}, from upload to match with an open job`,
    unit: 'resumes/s',
    target: { of: 'throughput', atLeast: 0.6, aim: 0.8 },
    references: [
      looped('the parser alone, in a loop', { loops: 1 }, () => parseDocument(next.next().value, { asOf })),
    ],
    beside: [
      looped(`its sandbox alone, ${children} children`, { loops: children, nodeCpu: childrenCpu }, () =>
        parser.parse(next.next().value, { asOf }),
      ),
    ],
    contenders: [
      batched('uploaded to matched', measured, async (size) => {
        const uploads = await uploadsOf(files, size, product.signUp)
        const before = await matched()
        return async () => {
          const lane = async () => {
            for (let upload = uploads.shift(); upload; upload = uploads.shift()) await upload()
          }
          await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, lane))
          await untilCounted(matched, before + size)
        }
      }),
    ],
  }
}

type Upload = () => Promise<unknown>

/** A tenant knows each person once, so every further round of the files is for another one. */
async function uploadsOf(
  files: UploadedFile[],
  size: number,
  signUp: () => Promise<Recruiter>,
): Promise<Upload[]> {
  const uploads: Upload[] = []
  while (uploads.length < size) {
    const recruiter = await signUp()
    const [job] = demoJobs
    if (!job) throw new Error('the demo has no job')
    const { id } = await recruiter.openJob(job)
    const some = files.slice(0, size - uploads.length)
    uploads.push(...some.map((file) => () => recruiter.upload(file, id)))
  }
  return uploads
}

function* endlessly<T>(items: T[]): Generator<T, never> {
  for (let at = 0; ; at = (at + 1) % items.length) yield items[at] as T
}
