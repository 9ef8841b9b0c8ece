export { correctCandidateFromResume, updateCandidateFromResume } from './candidate-from-resume.ts'
export { type CandidateTag, listTagsOf } from './candidate-tags.read.ts'
export { candidateErrors } from './candidates.errors.ts'
export { candidateEvents } from './candidates.events.ts'
export { readCandidates, seesContact, writeCandidates } from './candidates.policy.ts'
export { presentCandidate, presentContact } from './candidates.present.ts'
export {
  type CandidateRow,
  findCandidate,
  findCandidateByEmail,
  findCandidates,
  findNamedCandidate,
  lockCandidate,
  lockCandidates,
} from './candidates.repo.ts'
export { candidateRoutes } from './candidates.routes.ts'
export {
  candidateBody,
  candidateFilters,
  candidateSchema,
  candidateTagSchema,
  foundPage,
  searchedPage,
} from './candidates.schemas.ts'
export { candidateSubscriptions } from './candidates.subscribers.ts'
export { reassignCandidatesTask } from './candidates.tasks.ts'
export { copyCandidates } from './copy-candidates.ts'
export type { ProfileContents } from './edit-sections.ts'
export { findOrCreateCandidate } from './find-or-create.ts'
export { assertMayFilter } from './may-filter.ts'
export { contentOf } from './profile.entries.ts'
export { profileRoutes } from './profile.routes.ts'
export { createCandidate, type NewCandidate, touchCandidate } from './save-candidate.ts'
export { indexResumeText } from './search.repo.ts'
export {
  findByWords,
  idsThrough,
  narrowed,
  pageOfFound,
  partOf,
  presentInOrder,
} from './search-candidates.ts'
export { isBefore, partialDate, SECTION_LIMITS } from './section-bodies.schemas.ts'
export { visibleCandidate } from './visible-candidate.ts'
