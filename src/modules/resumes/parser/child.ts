import { serve } from '#src/platform/sandbox/serve.ts'
import { parseDocument } from './parse-document.ts'
import type { ParseTask } from './types.ts'

serve((input) => {
  const { document, asOf } = input as ParseTask
  return parseDocument(document, { asOf })
})
