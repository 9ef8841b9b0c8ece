import { serve } from '#src/platform/sandbox/serve.ts'
import { parseDocument } from './parse-document.ts'
import type { ParseTask } from './types.ts'

// pdf.js leaves rejected promises of its own behind on damaged files; their document is answered all the same.
process.on('unhandledRejection', () => undefined)

serve((input) => {
  const { document, ...options } = input as ParseTask
  return parseDocument(document, options)
})
