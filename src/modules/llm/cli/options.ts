import { parseArgs } from 'node:util'

export interface ReportOptions {
  url: string
  /** A path, or `-` for standard input. */
  keyFile: string
  days: number
}

export const USAGE = `npm run report:llm -- --key-file <file> [--url http://127.0.0.1:3000] [--days 30]

Prints what models have cost, with a plot by day. The file holds an API key with the scope llm:read; - reads it from
standard input, because what stands in a command line is seen by everybody on the machine.`

/** @throws Error saying what is wrong */
export function readReportOptions(args: string[]): ReportOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      'key-file': { type: 'string' },
      days: { type: 'string', default: '30' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const { url, days, 'key-file': keyFile } = values
  if (!keyFile) throw new Error('--key-file is missing')
  if (!URL.canParse(url)) throw new Error(`--url: ${url} is no URL`)
  if (!/^\d{1,3}$/.test(days) || Number(days) < 1 || Number(days) > MAX_DAYS)
    throw new Error(`--days: 1 to ${MAX_DAYS}`)
  return { url: url.replace(/\/+$/, ''), keyFile, days: Number(days) }
}

const MAX_DAYS = 400
