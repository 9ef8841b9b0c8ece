import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { usageSchema } from '../ai.schemas.ts'
import { type ReportOptions, readReportOptions, USAGE } from './options.ts'
import { reportText } from './report-text.ts'

// What models have cost, for people at a terminal: over the API, as its administrators see it.
try {
  const options = readReportOptions(process.argv.slice(2))
  process.stdout.write(options === 'help' ? `${USAGE}\n` : await report(options))
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 1
}

async function report({ url, keyFile, days }: ReportOptions): Promise<string> {
  const key = (await (keyFile === '-' ? text(process.stdin) : readFile(keyFile, 'utf8'))).trim()
  const today = new Date()
  const dayOf = (time: Date) => time.toISOString().slice(0, 10)
  const from = new Date(today.getTime() - (days - 1) * 24 * 60 * 60_000)
  const address = `${url}/v1/ai/usage?from=${dayOf(from)}&to=${dayOf(today)}`
  const answer = await fetch(address, { headers: { authorization: `Bearer ${key}` } })
  const body: unknown = await answer.json()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${JSON.stringify(body)}`)
  return reportText(usageSchema.parse(body))
}
