import { placeParts } from '../places.ts'
import type { CandidateProfile, JobProfile } from '../profiles.ts'
import { type ComponentResult, FULL, single } from './component.ts'

/** A city of that name, but whether of that region ('Berlin, DE', 'Berlin, Germany') the texts do not tell. */
const SAME_NAME = 8000
const SAME_REGION = 6000
const SAME_COUNTRY = 4000
/** Who does not say where they live is neither near nor far. */
const UNKNOWN = 5000

/** City, then region, then country. A remote job asks for no place. */
export function scoreLocation(job: JobProfile, candidate: CandidateProfile): ComponentResult | null {
  if (job.location === null || job.location_type === 'remote') return null
  const wanted = placeParts(job.location)
  if (wanted.length === 0) return null
  const part = {
    requirement_id: 'location',
    requirement: job.location,
    candidate_value: candidate.location,
  }
  if (candidate.location === null) return single(UNKNOWN, { ...part, kind: 'info' }, null)
  const score = nearness(wanted, placeParts(candidate.location))
  const kind = score === FULL ? 'met' : score === 0 ? 'missing' : 'partial'
  return single(score, { ...part, kind }, candidate.citations.location)
}

function nearness(wanted: readonly string[], lived: readonly string[]): number {
  const [city = '', ...around] = wanted
  const shared = around.filter((part) => lived.includes(part))
  if (lived.includes(city)) {
    const bothSayMore = around.length > 0 && lived.length > 1
    return bothSayMore && shared.length === 0 ? SAME_NAME : FULL
  }
  if (shared.length === 0) return 0
  const onlyCountry = around.length > 1 && shared.length === 1 && shared[0] === around.at(-1)
  return onlyCountry ? SAME_COUNTRY : SAME_REGION
}
