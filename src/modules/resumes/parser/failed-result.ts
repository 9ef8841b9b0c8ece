import { LEXICON_VERSION } from '#src/modules/skills/catalog.ts'
import type { ReasonCode } from './reason-codes.ts'
import type { ParseResult } from './types.ts'

/** Part of every result: change its number with any change of what the parser reads. */
export const PARSER_VERSION = `builtin-3+lexicon-${LEXICON_VERSION}`

export const failedResult = (reason: ReasonCode): ParseResult => ({
  state: 'failed',
  reason_codes: [reason],
  parsed_data: null,
  provenance: {},
  text: '',
  language: null,
  page_count: 0,
  content_type: null,
  parser_version: PARSER_VERSION,
})
