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
export { candidateBody, candidateSchema, candidateTagSchema } from './candidates.schemas.ts'
export { visibleCandidate } from './candidates.service.ts'
export { candidateSubscriptions } from './candidates.subscribers.ts'
export { reassignCandidatesTask } from './candidates.tasks.ts'
export { copyCandidates } from './copy-candidates.ts'
export { findOrCreateCandidate } from './find-or-create.ts'
export {
  createCandidate,
  type NewCandidate,
  saveCandidate,
  touchCandidate,
  updateCandidateFromResume,
} from './save-candidate.ts'
