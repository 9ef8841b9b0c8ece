import type { z } from 'zod'
import type { Principal } from '#src/http/principal.ts'
import { seesContact } from '#src/modules/candidates/index.ts'
import { findInstructions } from '#src/modules/scoring/instructions/find-instructions.ts'
import { confidenceOf } from './confidence.ts'
import type { ParsedData, Provenance } from './parser/types.ts'
import type { ParseRow, ParseSummaryRow } from './resume-parses.repo.ts'
import type { ResumeRow } from './resumes.repo.ts'
import type { parseSchema, parseSummarySchema, resumeDetailSchema, resumeSchema } from './resumes.schemas.ts'

type LatestParse = Pick<ParseSummaryRow, 'id' | 'state' | 'reasonCodes'>

export const presentResume = (
  row: ResumeRow,
  parse: LatestParse | undefined,
): z.input<typeof resumeSchema> => ({
  id: row.id,
  candidate_id: row.candidateId,
  job_id: row.jobId,
  filename: row.filename,
  content_type: row.contentType,
  size_bytes: row.sizeBytes,
  sha256: row.sha256,
  is_primary: row.isPrimary,
  uploaded_by: row.uploadedBy,
  latest_parse: parse ? { id: parse.id, state: parse.state, reason_codes: parse.reasonCodes } : null,
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

/** A resume with what was last found in it, as `principal` may see it. */
export function presentResumeDetail(
  row: ResumeRow,
  { latest, reading }: { latest: LatestParse | undefined; reading: ParseRow | undefined },
  principal: Principal,
): z.input<typeof resumeDetailSchema> {
  const { parsed_data, provenance } = presentFindings(reading, principal)
  return { ...presentResume(row, latest), parsed_data, confidence: provenance && confidenceOf(provenance) }
}

export const presentParseSummary = (row: ParseSummaryRow): z.input<typeof parseSummarySchema> => ({
  id: row.id,
  resume_id: row.resumeId,
  candidate_id: row.candidateId,
  application_id: row.applicationId,
  state: row.state,
  reason_codes: row.reasonCodes,
  parser_version: row.parserVersion,
  language: row.language,
  page_count: row.pageCount,
  operation_id: row.operationId,
  started_at: row.startedAt?.toISOString() ?? null,
  finished_at: row.finishedAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

/** A parse as `principal` may see it. */
export const presentParse = (row: ParseRow, principal: Principal): z.input<typeof parseSchema> => ({
  ...presentParseSummary(row),
  ...presentFindings(row, principal),
  instructions: presentInstructions(row.addressedText ?? '', principal),
})

const MAX_INSTRUCTIONS = 20
const MAX_SHOWN = 500

/** What a resume says to machines that read it, as it is written. */
function presentInstructions(text: string, principal: Principal) {
  const shown = findInstructions(text)
    .slice(0, MAX_INSTRUCTIONS)
    .map(({ start, end }) => ({ text: text.slice(start, end).slice(0, MAX_SHOWN), start, end }))
  return seesContact(principal) ? shown : masked(shown)
}

interface Findings {
  parsed_data: ParsedData | null
  provenance: Provenance | null
}

/** What a parse found, as `principal` may see it. */
export function presentFindings(parse: ParseRow | undefined, principal: Principal): Findings {
  const { parsedData = null, provenance = null } = parse ?? {}
  if (seesContact(principal)) return { parsed_data: parsedData, provenance }
  return {
    parsed_data: parsedData && masked({ ...parsedData, personal: { ...parsedData.personal, ...NO_CONTACT } }),
    provenance: provenance && withoutContact(provenance),
  }
}

const CONTACT = /[^\s@<>]{1,64}@[^\s@<>]{1,190}|https?:\/\/\S{1,500}|\+?\d[\d\s().-]{7,20}\d/g

/** Contact data that stands in the middle of a text. A span of years has fewer digits than a phone number. */
function masked<T>(value: T): T {
  const mask = (text: string) =>
    text.replace(CONTACT, (found) =>
      /[@/]/.test(found) || found.replace(/\D/g, '').length >= 9 ? '…' : found,
    )
  return JSON.parse(JSON.stringify(value), (_key, item) =>
    typeof item === 'string' ? mask(item) : item,
  ) as T
}

const NO_CONTACT = { email: null, phone: null, linkedin: null, github: null, website: null, links: [] }

const CONTACT_POINTER = new RegExp(`^/personal/(?:${Object.keys(NO_CONTACT).join('|')})(?:/|$)`)

const withoutContact = (provenance: Provenance): Provenance =>
  Object.fromEntries(Object.entries(provenance).filter(([pointer]) => !CONTACT_POINTER.test(pointer)))
