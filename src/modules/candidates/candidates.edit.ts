import { isDeepStrictEqual } from 'node:util'
import type { CandidateRow } from './candidates.repo.ts'
import type { CandidatePatch } from './candidates.schemas.ts'

const FIELDS = {
  email: 'email',
  first_name: 'firstName',
  last_name: 'lastName',
  phone: 'phone',
  headline: 'headline',
  company: 'company',
  location: 'location',
  links: 'links',
  source: 'source',
} as const satisfies Record<
  Exclude<keyof CandidatePatch, 'emails' | 'phones' | 'external_ids'>,
  keyof CandidateRow
>

export type CandidateFields = Pick<CandidateRow, (typeof FIELDS)[keyof typeof FIELDS]>

const fieldEntries = Object.entries(FIELDS) as [keyof typeof FIELDS, keyof CandidateFields][]

/** The fields a client sent, by their columns: absent ones stay absent, null ones are cleared. */
export const fieldsOf = (patch: CandidatePatch): Partial<CandidateFields> =>
  Object.fromEntries(
    fieldEntries.flatMap(([field, column]) => (patch[field] === undefined ? [] : [[column, patch[field]]])),
  )

/** Those of `fill` that the candidate has nothing in. */
export const missingOf = (row: CandidateFields, fill: Partial<CandidateFields>): Partial<CandidateFields> =>
  Object.fromEntries(Object.entries(fill).filter(([column]) => isEmpty(row[column as keyof CandidateFields])))

const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0)

/** The fields that differ, by their API names. */
export const changedFields = (before: CandidateFields, after: CandidateFields): string[] =>
  fieldEntries
    .filter(([, column]) => !isDeepStrictEqual(before[column], after[column]))
    .map(([field]) => field)
