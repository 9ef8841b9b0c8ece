export { copyResumes } from './copy-resumes.ts'
export { resumeActionRoutes } from './resume-actions.routes.ts'
export { resumeErrors, resumeParseErrors } from './resumes.errors.ts'
export { resumeEvents } from './resumes.events.ts'
export { readResumes } from './resumes.policy.ts'
export {
  countPrimaryResumeCandidates,
  existingResumes,
  findPrimaryParse,
  listPrimaryResumeCandidates,
} from './resumes.repo.ts'
export { resumeRoutes } from './resumes.routes.ts'
export { resumeSchema } from './resumes.schemas.ts'
export { countParsesToReview, readTextOf } from './resumes.service.ts'
export { parseResumeTask } from './resumes.tasks.ts'
