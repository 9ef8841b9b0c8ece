import type { AUDIT_METRICS } from '#src/db/schema/fairness.ts'
import { SCORING_VERSION } from '#src/modules/scoring/score.ts'
import {
  groupsToHide,
  type ImpactRow,
  keyOf,
  type Ll144Tables,
  ll144Tables,
  type Scored,
  SMALLEST_SHOWN,
  scoringCells,
} from './statistics/index.ts'

export type Metric = (typeof AUDIT_METRICS)[number]

/** Which applications an audit is over, and how it counts them. */
export interface AuditScope {
  scoring_version: string | null
  from: string
  /** Exclusive. */
  to: string
  department: string | null
  job_ids: string[] | null
  exclude_small: boolean
  source: string | null
}

/** Exact. */
export interface AuditResult extends Ll144Tables {
  /** Of the full sample, in points; null for selection. */
  median_score: number | null
}

/** So many applicants alike. */
export interface SampleGroup {
  sex: Scored['sex']
  race_ethnicity: Scored['race_ethnicity']
  /** Hundredths; null where no score of the version is there. */
  score: number | null
  selected: boolean
  applicants: number
}

export const TABLES = ['sex', 'race_ethnicity', 'intersectional'] as const

/** A scoring audit is over one version: scores of several have no common median. */
export const versionOf = (metric: Metric, asked: string | undefined): string | null =>
  asked ?? (metric === 'scoring' ? SCORING_VERSION : null)

export function auditResult(
  metric: Metric,
  sample: readonly SampleGroup[],
  excludeSmall: boolean,
): AuditResult {
  if (metric === 'selection') {
    const cells = sample.map(({ selected, ...group }) => ({
      ...group,
      favoured: selected ? group.applicants : 0,
    }))
    return { ...ll144Tables(cells, { excludeSmall }), median_score: null }
  }
  const people = sample.flatMap(({ score, applicants, ...group }) =>
    score === null ? [] : Array.from({ length: applicants }, () => ({ ...group, score })),
  )
  const { median, cells } = scoringCells(people)
  return { ...ll144Tables(cells, { excludeSmall }), median_score: median === null ? null : median / 100 }
}

/** Groups below four-fifths, and hardly by chance; none so small that the event, which many may read, is about persons. */
export function breachesOf(result: AuditResult): Array<ImpactRow & { key: string }> {
  return TABLES.flatMap((table) =>
    result[table]
      .filter(({ significant, applicants }) => significant && applicants >= SMALLEST_SHOWN)
      .map((row) => ({ ...row, key: keyOf(table, row) })),
  )
}

/** What a draft shows: small groups, and those they could be worked out from, without their numbers. */
export function withoutSmallGroups(result: AuditResult) {
  const hidden = groupsToHide(result)
  const isTooFew = knownIn(result) < SMALLEST_SHOWN
  const shown = (table: (typeof TABLES)[number]) =>
    result[table].map((row) =>
      isTooFew || hidden.has(keyOf(table, row))
        ? { ...HIDDEN, category: row.category }
        : { ...row, suppressed: false },
    )
  return {
    sex: shown('sex'),
    race_ethnicity: shown('race_ethnicity'),
    intersectional: shown('intersectional'),
    assessed: isTooFew ? null : result.assessed,
    unknown: isTooFew ? null : result.unknown,
    median_score: isTooFew ? null : result.median_score,
  }
}

export const knownIn = ({ assessed, unknown }: AuditResult): number => assessed - unknown

const HIDDEN = {
  applicants: null,
  favoured: null,
  rate: null,
  impact_ratio: null,
  below_four_fifths: null,
  excluded: false,
  p_value: null,
  standard_deviations: null,
  significant: null,
  suppressed: true,
}
