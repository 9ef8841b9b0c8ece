import type { AppContext } from '#src/context.ts'
import { createResumeParser, type ResumeParser } from './parser/client.ts'

/** Child processes. The lane runs more tasks at a time: while the one reads, the other is at the database. */
export const PARSERS = 2
const parsers = new WeakMap<AppContext, ResumeParser>()

/** The parser of this process, started at its first need and closed with the context. */
export function parserOf(app: AppContext): ResumeParser {
  const known = parsers.get(app)
  if (known) return known
  const parser = createResumeParser({ size: PARSERS, log: app.log, recognize: app.config.recognizeScans })
  parsers.set(app, parser)
  app.lifecycle.onClose(() => parser.close())
  return parser
}
