import { randomBytes } from 'node:crypto'
import { startDemoServer } from './embedded-server.ts'
import { type DemoFile, demoFiles, demoJobs } from './files.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { type Parse, Recruiter, type Shortlisted } from './recruiter.ts'
import { bold, createProgress, cyan, dim, green, red, table, yellow } from './terminal.ts'

const AT_ONCE = 8
const SHOWN = 10
const PARTS = ['skills', 'experience', 'title', 'location', 'education', 'lexical', 'semantic']
const out = process.stdout
const say = (text = '') => out.write(`${text}\n`)

await main().catch((error: Error) => {
  say(red(`\nThe demo failed: ${error.message}`))
  process.exitCode = 1
})

async function main(): Promise<void> {
  say(bold('Shortlist: resumes in, a ranked, explained and fair shortlist out\n'))
  const running = new AsyncDisposableStack()
  try {
    await demonstrate(running, process.argv.includes('--keep'))
  } finally {
    await running.disposeAsync()
  }
}

async function demonstrate(running: AsyncDisposableStack, keep: boolean): Promise<void> {
  const started = performance.now()
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`
  say(dim('Starting the server with its embedded PostgreSQL …'))
  const server = await startDemoServer()
  running.defer(() => server.close())
  const receiver = await startReceiver()
  running.defer(() => receiver.close())
  const recruiter = new Recruiter(server.origin)
  const login = { email: 'robin@northwind.example', password: randomBytes(12).toString('base64url') }
  await recruiter.signUp(login)
  receiver.secret = await recruiter.addWebhook(receiver.url)
  say(
    `${green('✓')} ${server.origin} is up after ${seconds()}, a tenant signed up, its webhooks go to ${receiver.url}`,
  )

  const jobs = await Promise.all(demoJobs.map((job) => recruiter.openJob(job)))
  for (const job of jobs) say(`${green('✓')} open: ${bold(job.title)}`)
  const files = await demoFiles()
  const parses = await ingest(
    recruiter,
    files,
    jobs.map((job) => job.id),
  )
  report(files, parses)
  for (const job of jobs) await showShortlist(recruiter, job)
  await showWebhooks(recruiter, receiver)
  say(
    `\n${green('Done')} in ${seconds()}: ${files.length} files, ${jobs.length} jobs, one embedded server, no model and no key.`,
  )
  if (keep) await stay(server.origin, login)
  else
    say(
      dim(
        'Go on with `npm run demo -- --keep` to look around, or `npm start` for a server that keeps its data.',
      ),
    )
}

/** Uploads every file for one of the jobs and waits until each was parsed. */
async function ingest(recruiter: Recruiter, files: DemoFile[], jobIds: string[]): Promise<Parse[]> {
  say()
  const uploading = createProgress(out, 'Uploading')
  const parsing = createProgress(out, 'Parsing  ')
  const ids = await inParallel(files, uploading.update, (file, i) =>
    recruiter.upload(file, jobIds[i % jobIds.length] ?? ''),
  )
  const finished = (parse: Parse) => !['queued', 'processing'].includes(parse.state)
  return inParallel(ids, parsing.update, (id) => recruiter.until(() => recruiter.readParse(id), finished, 80))
}

async function inParallel<T, R>(
  items: T[],
  progress: (done: number, total: number) => void,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  let done = 0
  const lane = async () => {
    for (let i = next++; i < items.length; i = next++) {
      results[i] = await work(items[i] as T, i)
      progress(++done, items.length)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return results
}

function report(files: DemoFile[], parses: Parse[]): void {
  const count = (state: Parse['state']) => parses.filter((parse) => parse.state === state).length
  say(
    `${green('✓')} ${count('parsed')} parsed, ${count('needs_review')} to review, ${count('failed')} failed, each with its reason:`,
  )
  parses.forEach((parse, i) => {
    if (parse.state !== 'parsed')
      say(`  ${yellow(parse.state)} ${files[i]?.filename}: ${parse.reason_codes.join(', ')}`)
  })
}

async function showShortlist(recruiter: Recruiter, job: { id: string; title: string }): Promise<void> {
  await recruiter.rank(job.id)
  const matches = await recruiter.shortlist(job.id, SHOWN)
  say(`\n${bold(job.title)}`)
  const columns = [
    { header: '#', align: 'right' as const },
    { header: 'Candidate' },
    { header: 'Headline' },
    { header: 'Score', align: 'right' as const },
    ...PARTS.map((header) => ({ header, align: 'right' as const })),
  ]
  say(
    table(
      columns,
      matches.map((match, i) => shortlistRow(match, i)),
    ),
  )
  for (const match of matches.slice(0, 3)) {
    const { summary, reasons } = await recruiter.reasons(match.id)
    say(`${cyan(nameOf(match))}: ${summary}`)
    for (const reason of reasons.slice(0, 5)) say(`  · ${reason}`)
  }
}

function nameOf({ candidate }: Shortlisted): string {
  return `${candidate.first_name ?? ''} ${candidate.last_name ?? ''}`.trim() || '(no name)'
}

function shortlistRow(match: Shortlisted, index: number): string[] {
  return [
    String(index + 1),
    nameOf(match),
    (match.candidate.headline ?? '').slice(0, 34),
    bold(match.score.toFixed(2)),
    ...PARTS.map((name) => {
      const part = match.components.find((component) => component.name === name)
      return part && part.weight > 0 ? part.score.toFixed(0) : dim('–')
    }),
  ]
}

async function showWebhooks(recruiter: Recruiter, receiver: Receiver): Promise<void> {
  const scored = () => receiver.verified.filter((type) => type === 'match.scored').length >= 2
  await recruiter.until(async () => scored(), Boolean, 30)
  const byType = Map.groupBy(receiver.verified, (type) => type)
  say(
    `\n${green('✓')} ${receiver.verified.length} webhooks received and verified, ${receiver.refused} refused:`,
  )
  say(`  ${[...byType].map(([type, all]) => `${type} ${all.length}`).join(', ')}`)
}

async function stay(origin: string, login: { email: string; password: string }): Promise<void> {
  say(`\nThe server stays up until Ctrl-C. Reference: ${cyan(`${origin}/docs`)}`)
  say(`Log in with ${bold(login.email)} and ${bold(login.password)}:`)
  say(`  curl -s ${origin}/v1/auth/login -H 'content-type: application/json' \\`)
  say(`    -d '${JSON.stringify(login)}'`)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
