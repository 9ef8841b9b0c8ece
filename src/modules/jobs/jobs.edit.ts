import type { FieldError } from '#src/lib/errors.ts'
import { AppError } from '#src/lib/errors.ts'
import { jobErrors } from './jobs.errors.ts'
import type { JobRow } from './jobs.repo.ts'
import type { JobPatch } from './jobs.schemas.ts'

const FIELDS = {
  title: 'title',
  description: 'description',
  department: 'department',
  location: 'location',
  location_type: 'locationType',
  employment_type: 'employmentType',
  experience_min: 'experienceMin',
  experience_max: 'experienceMax',
  education_min: 'educationMin',
  client_id: 'clientId',
  recruiter_id: 'recruiterId',
  hiring_manager_id: 'hiringManagerId',
} as const satisfies Record<Exclude<keyof JobPatch, 'salary' | 'external_ids'>, keyof JobRow>

/** A job with the given fields changed: absent ones stay, null ones are cleared, `salary` is replaced as a whole. */
export function applyPatch(row: JobRow, patch: JobPatch): JobRow {
  const next: Record<string, unknown> = { ...row }
  for (const [field, column] of Object.entries(FIELDS)) {
    const value = patch[field as keyof typeof FIELDS]
    if (value !== undefined) next[column] = value
  }
  if (patch.salary !== undefined) {
    next.salaryMin = patch.salary?.min ?? null
    next.salaryMax = patch.salary?.max ?? null
    next.salaryCurrency = patch.salary?.currency ?? null
  }
  return next as unknown as JobRow
}

/** @throws AppError 422 where a lower bound exceeds its upper one */
export function assertRanges(row: JobRow): void {
  const exceeds = (low: number | null, high: number | null) => low !== null && high !== null && low > high
  const at = (pointer: string): { errors: FieldError[] } => ({
    errors: [{ pointer, code: 'range', message: 'exceeds the upper bound' }],
  })
  if (exceeds(row.experienceMin, row.experienceMax))
    throw new AppError(jobErrors.experience_range, at('/experience_min'))
  if (exceeds(row.salaryMin, row.salaryMax)) throw new AppError(jobErrors.salary_range, at('/salary/min'))
}

/** The fields that differ, by their API names. */
export function changesBetween(
  before: JobRow,
  after: JobRow,
): Record<string, { from: unknown; to: unknown }> {
  const changes: Record<string, { from: unknown; to: unknown }> = {}
  for (const [field, column] of Object.entries(FIELDS)) {
    if (before[column] !== after[column]) changes[field] = { from: before[column], to: after[column] }
  }
  const salary = ({ salaryMin, salaryMax, salaryCurrency }: JobRow) =>
    salaryCurrency === null ? null : { min: salaryMin, max: salaryMax, currency: salaryCurrency }
  const [from, to] = [salary(before), salary(after)]
  if (JSON.stringify(from) !== JSON.stringify(to)) changes.salary = { from, to }
  return changes
}
