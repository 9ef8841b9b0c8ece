import { randomFrom } from '#src/lib/random.ts'
import { candidateProfile } from '../candidate-profile.ts'
import type { CandidateProfile, JobProfile } from '../profiles.ts'
import type { Resume } from '../resume.ts'
import { scoreMatch } from '../score.ts'
import type { Weights } from '../weights.ts'
import { jobOf, PAIR_KINDS, type PairKind, pairsOf } from './pairs.ts'
import { WORKS } from './work.ts'

/** Hundredths of a score by which two resumes of one work may differ. */
const PROTECTED_EPSILON = 0
/** Not protected, and the texts do differ: what means the same must only come near. */
const SYNONYM_EPSILON = 800

export interface GateReport {
  passed: boolean
  /** Scores compared: pairs of resumes times jobs. */
  pairs: number
  /** Of all but synonyms. */
  worst_hundredths: number
  epsilon_hundredths: number
  by_kind: KindReport[]
  /** The first ones. */
  failures: Failure[]
}

interface KindReport {
  kind: PairKind
  pairs: number
  worst_hundredths: number
  epsilon_hundredths: number
  failures: number
}

interface Failure {
  kind: PairKind
  job: string
  left_hundredths: number
  right_hundredths: number
  /** The component that differs most. */
  component: string
}

/** Any way to score; the resume is there for those that read more than its profile. */
type Scorer = (job: JobProfile, candidate: CandidateProfile, resume: Resume) => ComparableScore

interface ComparableScore {
  /** Hundredths. */
  score: number
  components: ReadonlyArray<{ name: string; score: number }>
}

const SEED = 144
const PEOPLE = 60
const MAX_FAILURES = 20

/** Whether scores by these weights tell apart who people are, over the committed suite. Pure and repeatable. */
export function counterfactualGate(weights: Weights): GateReport {
  return gateOf((job, candidate) => scoreMatch(job, candidate, weights))
}

export function gateOf(score: Scorer): GateReport {
  const compared = suite().map((entry) => compare(entry, score))
  const failed = compared.filter(isTooFar)
  return {
    passed: failed.length === 0,
    pairs: compared.length,
    worst_hundredths: worst(compared.filter(({ kind }) => kind !== 'synonym')),
    epsilon_hundredths: PROTECTED_EPSILON,
    by_kind: PAIR_KINDS.map((kind) => reportOf(kind, compared)),
    failures: failed.slice(0, MAX_FAILURES),
  }
}

interface Side {
  resume: Resume
  profile: CandidateProfile
}

interface Entry {
  kind: PairKind
  job: JobProfile
  left: Side
  right: Side
}

let built: readonly Entry[] | undefined

/** No way to score changes a profile, so these are made once. */
function suite(): readonly Entry[] {
  built ??= entries(randomFrom(SEED))
  return built
}

/** Each pair against the job of its work and against another one. */
function entries(random: () => number): Entry[] {
  const jobs = new Map(WORKS.map((work) => [work, jobOf(work)]))
  return Array.from({ length: PEOPLE }, (_, i) => i).flatMap((i) => {
    const { work, pairs } = pairsOf(random)
    const asked = new Set([jobs.get(work), jobs.get(WORKS[i % WORKS.length] ?? work)])
    const sides = new Map<Resume, Side>()
    const sideOf = (resume: Resume) => {
      const side = sides.get(resume) ?? { resume, profile: profileOf(resume) }
      sides.set(resume, side)
      return side
    }
    return pairs.flatMap(({ kind, left, right }) =>
      [...asked].flatMap((job) =>
        job === undefined ? [] : [{ kind, job, left: sideOf(left), right: sideOf(right) }],
      ),
    )
  })
}

function profileOf({ data, provenance, text }: Resume): CandidateProfile {
  return candidateProfile(data, provenance, text)
}

function compare({ kind, job, left, right }: Entry, score: Scorer): Failure {
  const one = score(job, left.profile, left.resume)
  const other = score(job, right.profile, right.resume)
  const gaps = one.components.map(({ name, score }, i) => ({
    name,
    gap: Math.abs(score - (other.components[i]?.score ?? 0)),
  }))
  const widest = gaps.reduce((a, b) => (b.gap > a.gap ? b : a), { name: 'score', gap: 0 })
  return {
    kind,
    job: job.title,
    left_hundredths: one.score,
    right_hundredths: other.score,
    component: widest.name,
  }
}

function distance({ left_hundredths, right_hundredths }: Failure): number {
  return Math.abs(left_hundredths - right_hundredths)
}

function isTooFar(compared: Failure): boolean {
  return distance(compared) > epsilonOf(compared.kind)
}

function epsilonOf(kind: PairKind): number {
  return kind === 'synonym' ? SYNONYM_EPSILON : PROTECTED_EPSILON
}

function worst(compared: readonly Failure[]): number {
  return compared.reduce((most, one) => Math.max(most, distance(one)), 0)
}

function reportOf(kind: PairKind, compared: readonly Failure[]): KindReport {
  const ofKind = compared.filter((one) => one.kind === kind)
  return {
    kind,
    pairs: ofKind.length,
    worst_hundredths: worst(ofKind),
    epsilon_hundredths: epsilonOf(kind),
    failures: ofKind.filter(isTooFar).length,
  }
}
