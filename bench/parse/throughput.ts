import { readFileSync } from 'node:fs'
import { getDocumentProxy } from 'unpdf'
import { parseDocument } from '#src/modules/resumes/parser/parse-document.ts'
import { aligned } from '../aligned.ts'
import { AS_OF } from './accuracy.ts'
import { everyNth, livecareer } from './livecareer.ts'
import type { ParseOptions } from './options.ts'

interface Turn {
  /** Milliseconds of processor time a resume. */
  cpu: number
  /** Milliseconds of each resume. */
  each: number[]
}

interface Contender {
  name: string
  read(bytes: Uint8Array): Promise<unknown>
}

/** The least a parser may reach of what the library alone does. */
const PROMISED = 0.6

const PLAIN: Contender = { name: 'text of all pages by pdf.js', read: plainText }
const PARSER: Contender = {
  name: 'parser',
  read: (bytes) => parseDocument({ bytes, filename: 'resume.pdf' }, { asOf: AS_OF }),
}

/** The parser beside plain text extraction, taking turns in one warm process, so that load meets both. */
export async function throughput({ data, sample, rounds }: ParseOptions): Promise<void> {
  const resumes = everyNth(livecareer(data), sample).map((path) => new Uint8Array(readFileSync(path)))
  if (resumes.length === 0) return console.log('match/livecareer is not there: nothing is timed.\n')
  const turns: Array<[plain: Turn, parser: Turn]> = []
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? [PLAIN, PARSER] : [PARSER, PLAIN]
    const taken = new Map<Contender, Turn>()
    for (const contender of order) taken.set(contender, await turn(contender, resumes))
    const [plain, parser] = [taken.get(PLAIN), taken.get(PARSER)]
    // The first round warms up.
    if (plain && parser && round > 0) turns.push([plain, parser])
  }
  const ratio = median(turns.map(([plain, parser]) => plain.cpu / parser.cpu))
  const title = `match/livecareer: ${resumes.length} PDFs, ${rounds} rounds; promised ${PROMISED.toFixed(2)} of plain text`
  const rows = [
    line(
      PLAIN,
      turns.map(([plain]) => plain),
      1,
    ),
    line(
      PARSER,
      turns.map(([, parser]) => parser),
      ratio,
    ),
  ]
  const head = ['', 'resumes/s and core', 'CPU ms', 'p50 ms', 'p95 ms', 'p99 ms', 'ratio']
  console.log([title, '', ...aligned([head, ...rows]), ''].join('\n'))
  console.log(`${ratio >= PROMISED ? 'Kept' : 'Not kept'}: ${ratio.toFixed(2)}\n`)
}

async function turn({ read }: Contender, resumes: readonly Uint8Array[]): Promise<Turn> {
  const each: number[] = []
  const before = process.cpuUsage()
  for (const bytes of resumes) {
    const start = performance.now()
    await read(bytes)
    each.push(performance.now() - start)
  }
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1000 / resumes.length, each }
}

/** The least that reads a PDF with this library. */
async function plainText(bytes: Uint8Array): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 })
  try {
    const pages: string[] = []
    for (let number = 1; number <= document.numPages; number++) {
      const { items } = await (await document.getPage(number)).getTextContent()
      pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
    }
    return pages.join('\n')
  } finally {
    await document.loadingTask.destroy()
  }
}

function line({ name }: Contender, turns: Turn[], ratio: number): string[] {
  const cpu = median(turns.map((each) => each.cpu))
  const all = turns.flatMap(({ each }) => each).sort((a, b) => a - b)
  const quantiles = [0.5, 0.95, 0.99].map((share) => (all[Math.floor(all.length * share)] ?? 0).toFixed(1))
  return [name, (1000 / cpu).toFixed(0), cpu.toFixed(1), ...quantiles, ratio.toFixed(2)]
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
