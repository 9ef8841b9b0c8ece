import { standardDeviations } from '#src/modules/fairness/statistics/significance.ts'
import type { GateResult } from './gates.ts'

/** How many of a group there were, and how many of them would be among the first. Counts only, never people. */
export interface GroupCount {
  /** What the groups differ in, such as `sex`. */
  attribute: string
  group: string
  people: number
  selected: number
}

/** The same people under the new weights and under those in force. */
export interface ImpactCounts {
  learned: readonly GroupCount[]
  current: readonly GroupCount[]
}

/** Four-fifths rule, 29 CFR 1607.4(D). */
const LEAST_RATIO = 0.8
/** Standard deviations from which a difference of rates is no chance (Hazelwood v. United States, 433 U.S. 299). */
const CHANCE = 2
/** A group this small, or this small a share, says nothing by its rate (6 RCNY 5-301 lets 2 % be left out). */
const SMALL = { people: 10, share: 0.02 }

/**
 * No group is chosen less than four fifths as often as the one chosen most, unless that can be chance, or was so before
 * and is now less so. `not_measured` where nobody has said what group they are of.
 */
export function impactGate(counts: ImpactCounts | undefined): GateResult {
  const learned = ratiosOf(counts?.learned ?? [])
  if (learned.length === 0) return { gate: 'impact', status: 'not_measured', detail: { least: LEAST_RATIO } }
  const before = new Map(
    ratiosOf(counts?.current ?? []).map(({ attribute, group, ratio }) => [keyOf(attribute, group), ratio]),
  )
  const groups = learned.map((one) => ({
    ...one,
    current_ratio: before.get(keyOf(one.attribute, one.group)) ?? null,
  }))
  const fails = groups.some(
    ({ ratio, deviations, current_ratio }) =>
      ratio < LEAST_RATIO && deviations >= CHANCE && ratio < (current_ratio ?? 1),
  )
  const detail = { least: LEAST_RATIO, chance_below_deviations: CHANCE, groups }
  return { gate: 'impact', status: fails ? 'failed' : 'passed', detail }
}

const keyOf = (attribute: string, group: string) => JSON.stringify([attribute, group])

interface ImpactRatio {
  attribute: string
  group: string
  people: number
  selected: number
  ratio: number
  /** From the group with the highest rate, in standard deviations of the difference if there were none. */
  deviations: number
}

/** Rate of each group over the highest rate, an attribute at a time; one with less than two groups compares nobody. */
function ratiosOf(counts: readonly GroupCount[]): ImpactRatio[] {
  return [...Map.groupBy(counts, ({ attribute }) => attribute).values()].flatMap((groups) => {
    const all = groups.reduce((sum, { people }) => sum + people, 0)
    const telling = groups.filter(({ people }) => people >= SMALL.people && people >= all * SMALL.share)
    const [highest] = telling.toSorted((a, b) => rateOf(b) - rateOf(a))
    if (telling.length < 2 || !highest || highest.selected === 0) return []
    return telling.map((group) => ({
      ...group,
      ratio: rateOf(group) / rateOf(highest),
      deviations: standardDeviations(asRate(highest), asRate(group)),
    }))
  })
}

type Rate = Pick<GroupCount, 'people' | 'selected'>

const rateOf = ({ selected, people }: Rate) => selected / people

const asRate = ({ selected, people }: Rate) => ({ favoured: selected, applicants: people })
