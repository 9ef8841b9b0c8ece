import type { AppContext } from '#src/context.ts'
import { createResumeParser, type ResumeParser } from './parser/client.ts'

/** As many as the lane of parsing runs tasks at a time. */
const SIZE = 2
const parsers = new WeakMap<AppContext, ResumeParser>()

/** The parser of this process, started at its first need and closed with the context. */
export function parserOf(app: AppContext): ResumeParser {
  const known = parsers.get(app)
  if (known) return known
  const parser = createResumeParser({ size: SIZE, log: app.log })
  parsers.set(app, parser)
  app.lifecycle.onClose(() => parser.close())
  return parser
}
