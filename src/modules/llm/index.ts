import { aiRoutes } from './ai.routes.ts'
import { answerScoring } from './prompts/answer-scoring.v1.ts'
import { candidateSummary } from './prompts/candidate-summary.v1.ts'
import { jobEnrichment } from './prompts/job-enrichment.v1.ts'
import { matchExplanation } from './prompts/match-explanation.v1.ts'
import { resumeFields } from './prompts/resume-fields.v1.ts'
import { screeningFollowUp } from './prompts/screening-follow-up.v1.ts'
import { shortlistRerank } from './prompts/shortlist-rerank.v1.ts'
import { llmProviderActionRoutes } from './provider-actions.routes.ts'
import { llmProviderRoutes } from './providers.routes.ts'

/** Each in the version that is sent today. */
export const prompts = {
  answerScoring,
  candidateSummary,
  jobEnrichment,
  matchExplanation,
  resumeFields,
  screeningFollowUp,
  shortlistRerank,
} as const

export type { CallContext, NoValue } from './call.ts'
export { callModel } from './call-model.ts'
export { embedWithModel } from './embed-with-model.ts'
export { findConfiguration } from './find-configuration.ts'
export { readyProviders } from './ready-providers.ts'
export { resumeParserOf, whyOff } from './settings.service.ts'

export const llmRoutes = [...llmProviderRoutes, ...llmProviderActionRoutes, ...aiRoutes]
export { llmChores } from './llm.chores.ts'
export { aiErrors, llmProviderErrors } from './llm.errors.ts'
export { llmEvents } from './llm.events.ts'
