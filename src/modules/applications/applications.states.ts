import type { ApplicationStatus } from '#src/db/schema/candidates.ts'
import type { Stage } from '#src/db/schema/jobs.ts'
import { type Principal, type Rule, reachOf } from '#src/http/principal.ts'
import { deleteApplications, writeApplications } from './applications.policy.ts'

export const APPLICATION_ACTIONS = [
  'advance',
  'move',
  'reject',
  'unreject',
  'withdraw',
  'hire',
  'unhire',
  'transfer',
  'delete',
] as const
export type ApplicationAction = (typeof APPLICATION_ACTIONS)[number]

/** What of an application decides which actions it allows. */
export interface Standing {
  status: ApplicationStatus
  stageId: string
  /** Of the job. */
  pipeline: { strict: boolean; stages: Stage[] }
  /** Another live application of the candidate to the job. */
  twinId: string | null
}

interface Transition {
  from: readonly ApplicationStatus[]
  /** Absent for what leaves the status as it is. */
  to?: ApplicationStatus
  rule: Rule
  /** Why it is refused although the status allows it. */
  obstacle?(standing: Standing): string | undefined
}

/** The state machine. What an application allows, and what it refuses and why, is read from here and nowhere else. */
const TRANSITIONS: Record<ApplicationAction, Transition> = {
  advance: { from: ['active'], rule: writeApplications, obstacle: advanceObstacle },
  move: {
    from: ['active'],
    rule: writeApplications,
    obstacle: (standing) =>
      openStages(standing).length > 0 ? undefined : 'there is no other stage to move to',
  },
  reject: { from: ['active'], to: 'rejected', rule: writeApplications },
  unreject: {
    from: ['rejected'],
    to: 'active',
    rule: writeApplications,
    obstacle: ({ twinId }) => (twinId ? 'the candidate has another live application to the job' : undefined),
  },
  withdraw: { from: ['active'], to: 'withdrawn', rule: writeApplications },
  hire: { from: ['active'], to: 'hired', rule: writeApplications },
  unhire: { from: ['hired'], to: 'active', rule: writeApplications },
  transfer: { from: ['active'], rule: writeApplications },
  delete: { from: ['active', 'hired', 'rejected', 'withdrawn'], rule: deleteApplications },
}

export const targetOf = (action: ApplicationAction, status: ApplicationStatus): ApplicationStatus =>
  TRANSITIONS[action].to ?? status

export interface Refusal {
  /** Whether it is the caller who may not, rather than the application that does not allow it. */
  isForbidden: boolean
  reason: string
}

/** Why `principal` may not do it now; undefined when nothing stands against it. */
export function refusalOf(
  action: ApplicationAction,
  principal: Principal,
  standing: Standing,
): Refusal | undefined {
  const { rule, from, obstacle } = TRANSITIONS[action]
  if (!reachOf(principal, rule)) return { isForbidden: true, reason: 'your role or key does not allow this' }
  if (!from.includes(standing.status))
    return { isForbidden: false, reason: `needs an application that is ${from.join(' or ')}` }
  const reason = obstacle?.(standing)
  return reason === undefined ? undefined : { isForbidden: false, reason }
}

export interface Survey {
  allowed: ApplicationAction[]
  /** Of those that are refused. */
  reasons: Partial<Record<ApplicationAction, string>>
}

/** Every action, as allowed or as refused with its reason. */
export function surveyActions(principal: Principal, standing: Standing): Survey {
  const survey: Survey = { allowed: [], reasons: {} }
  for (const action of APPLICATION_ACTIONS) {
    const refusal = refusalOf(action, principal, standing)
    if (refusal) survey.reasons[action] = refusal.reason
    else survey.allowed.push(action)
  }
  return survey
}

const placeOf = ({ pipeline, stageId }: Standing) => pipeline.stages.findIndex(({ id }) => id === stageId)

export const nextStage = (standing: Standing): Stage | undefined =>
  standing.pipeline.stages[placeOf(standing) + 1]

function advanceObstacle(standing: Standing): string | undefined {
  const next = nextStage(standing)
  if (!next) return 'there is no further stage'
  return next.type === 'hired' ? HIRED_STAGE : undefined
}

const HIRED_STAGE = 'only hire leads into a stage of type hired'

export interface OpenStage {
  stage: Stage
  needsReason: boolean
}

/** The stages an active application may be moved to: in a strict pipeline the next one, and back with a reason. */
export function openStages(standing: Standing): OpenStage[] {
  const { strict, stages } = standing.pipeline
  const place = placeOf(standing)
  return stages.flatMap((stage, i) => {
    const isOpen = i !== place && stage.type !== 'hired' && (!strict || i <= place + 1)
    return isOpen ? [{ stage, needsReason: strict && i < place }] : []
  })
}

/** Why a stage is not among the open ones. */
export function stageObstacle({ stageId }: Standing, stage: Stage): string {
  if (stage.id === stageId) return 'the application is in this stage'
  if (stage.type === 'hired') return HIRED_STAGE
  return 'the pipeline is strict: one stage forward, or back with a reason'
}

/** Where hiring puts an application: a pipeline without a stage for the hired leaves it where it is. */
export const hiredStage = ({ pipeline }: Standing): Stage | undefined =>
  pipeline.stages.find(({ type }) => type === 'hired')

/** Where an application comes back to that was hired: where it was, or before the stage of the hired. */
export function stageBeforeHire({ pipeline }: Standing, before: string | undefined): Stage | undefined {
  const working = pipeline.stages.filter(({ type }) => type !== 'hired')
  return working.find(({ id }) => id === before) ?? working.at(-1)
}
