import { NO_DATA } from '#src/modules/resumes/parser/no-data.ts'
import { REASON_CODES, type ReasonCode } from '#src/modules/resumes/parser/reason-codes.ts'
import type { ParsedData, ParseResult } from '#src/modules/resumes/parser/types.ts'

export interface Printed extends ParsedData, Omit<ParseResult, 'parsed_data'> {
  file: string
  /** The reason codes in words. */
  reasons: string[]
}

/** The fields of `parsed_data` at the top, beside them how they came about. What cannot be read has empty fields. */
export function printed(file: string, { parsed_data, ...result }: ParseResult): Printed {
  return {
    file,
    state: result.state,
    reason_codes: result.reason_codes,
    reasons: result.reason_codes.map((code: ReasonCode) => REASON_CODES[code]),
    ...(parsed_data ?? NO_DATA),
    provenance: result.provenance,
    language: result.language,
    page_count: result.page_count,
    content_type: result.content_type,
    parser_version: result.parser_version,
    text: result.text,
  }
}
