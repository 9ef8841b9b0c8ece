import { lexiconWith } from '#src/modules/skills/lexicon.ts'
import { extractData } from './extract/extract-data.ts'
import { languageOf } from './extract/language.ts'
import { failedResult, PARSER_VERSION } from './failed-result.ts'
import { readAny } from './formats/read.ts'
import type { ReadDocument } from './formats/sniff.ts'
import { type ReasonCode, UnreadableError } from './reason-codes.ts'
import { assembleText, hasHiddenLetters } from './text/document.ts'
import { untrack } from './text/field.ts'
import { withoutInstructions } from './text/without-instructions.ts'
import type { DocumentInput, ParsedData, ParseOptions, ParseResult, Provenance } from './types.ts'

/** Reasons after which a human looks at the result. */
const NEEDS_REVIEW: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'file.too_many_pages',
  'text.truncated',
  'text.injection',
  'text.recognized',
  'parse.no_name',
  'parse.no_contact',
  'parse.little_content',
])

/** Reads any bytes as a resume. Never throws: what cannot be read is a failed result with its reason. */
export async function parseDocument(input: DocumentInput, options: ParseOptions): Promise<ParseResult> {
  try {
    return parseText(await readAny(input.bytes, options), options)
  } catch (error) {
    return failedResult(error instanceof UnreadableError ? error.reason : 'file.corrupt')
  }
}

function parseText(read: ReadDocument, { asOf, ownSkills = [] }: ParseOptions): ParseResult {
  const seen = read.lines.filter((line) => !hasHiddenLetters(line))
  const document = assembleText(seen)
  const { lines, hasInstructions, placed } = withoutInstructions(document)
  const found: Provenance = {}
  const data = untrack<ParsedData>(
    extractData(lines, read.links, {
      asOf,
      isRestored: document.restored,
      lexicon: lexiconWith(ownSkills),
    }),
    found,
  )
  const provenance = placed(found)
  if (read.reasons.includes('text.recognized')) doubt(provenance)
  const textReasons: ReasonCode[] = [
    ...(document.truncated ? (['text.truncated'] as const) : []),
    ...(seen.length < read.lines.length ? (['text.hidden'] as const) : []),
    ...(hasInstructions ? (['text.injection'] as const) : []),
  ]
  const reasons = [...new Set([...read.reasons, ...textReasons, ...dataReasons(data)])]
  return {
    state: reasons.some((reason) => NEEDS_REVIEW.has(reason)) ? 'needs_review' : 'parsed',
    reason_codes: reasons,
    parsed_data: data,
    provenance,
    text: document.text,
    language: languageOf(document.text),
    page_count: read.pageCount,
    content_type: read.contentType,
    parser_version: PARSER_VERSION,
  }
}

/** How sure a value is whose letters were recognised, as a share of what it would be otherwise. */
const RECOGNIZED = 0.7

function doubt(provenance: Provenance): void {
  for (const value of Object.values(provenance))
    value.confidence = Math.round(100 * RECOGNIZED * value.confidence) / 100
}

function dataReasons({ personal, experience, education, skills, summary }: ParsedData): ReasonCode[] {
  const reasons: ReasonCode[] = []
  if (!personal.full_name) reasons.push('parse.no_name')
  if (!personal.email && !personal.phone) reasons.push('parse.no_contact')
  const hasContent = experience.length + education.length + skills.technical.length + skills.soft.length > 0
  if (!hasContent && !summary) reasons.push('parse.little_content')
  return reasons
}
