import { authErrors, idempotencyErrors, requestErrors, serverErrors, tenantErrors } from '#src/http/errors.ts'
import type { Route } from '#src/http/route.ts'
import type { ErrorKind } from '#src/lib/errors.ts'
import { reportRoutes } from '#src/modules/analytics/index.ts'
import { apiKeyErrors, apiKeyEvents, apiKeyRoutes } from '#src/modules/api-keys/index.ts'
import {
  applicationActionRoutes,
  applicationErrors,
  applicationEvents,
  applicationRoutes,
  applicationSubscriptions,
  bulkApplicationRoutes,
  bulkTask,
  jobPipelineRoutes,
  rejectApplicationsOfJob,
} from '#src/modules/applications/index.ts'
import { authRoutes, authSubscriptions, endSessionsTask, loginErrors } from '#src/modules/auth/index.ts'
import {
  candidateErrors,
  candidateEvents,
  candidateRoutes,
  candidateSubscriptions,
  profileRoutes,
  reassignCandidatesTask,
} from '#src/modules/candidates/index.ts'
import { clientErrors, clientEvents, clientRoutes } from '#src/modules/clients/index.ts'
import { eventErrors, eventRoutes, eventTypeErrors, eventTypesOf } from '#src/modules/events/index.ts'
import { externalIdErrors } from '#src/modules/external-ids/index.ts'
import {
  auditErrors,
  biasAuditRoutes,
  biasFlagRoutes,
  counterfactualErrors,
  counterfactualTestRoutes,
  countGroups,
  fairnessEvents,
  noteAccess,
  publicSummaryRoutes,
  selfIdentificationRoutes,
  watchImpactTask,
} from '#src/modules/fairness/index.ts'
import {
  attachmentErrors,
  attachmentEvents,
  attachmentRoutes,
  existingAttachments,
  fileErrors,
  fileRoutes,
  removeObjectTask,
} from '#src/modules/files/index.ts'
import { enrichmentErrors, enrichmentEvents, enrichmentRoutes } from '#src/modules/job-enrichments/index.ts'
import {
  jobActionRoutes,
  jobErrors,
  jobEvents,
  jobRoutes,
  jobSubscriptions,
  reassignJobsTask,
} from '#src/modules/jobs/index.ts'
import {
  feedbackErrors,
  learningEvents,
  learningRoutes,
  learningSubscriptions,
  learningTasks,
  modelErrors,
  modelRoutes,
} from '#src/modules/learning/index.ts'
import { aiErrors, llmChores, llmEvents, llmProviderErrors, llmRoutes } from '#src/modules/llm/index.ts'
import {
  matchErrors,
  matchEvents,
  matchRerankRoutes,
  matchReviewRoutes,
  matchRoutes,
  matchSubscriptions,
  matchSummaryRoutes,
  matchTasks,
} from '#src/modules/matching/index.ts'
import {
  invitationErrors,
  invitationRoutes,
  memberErrors,
  memberEvents,
  memberRoutes,
  sendInvitationTask,
} from '#src/modules/members/index.ts'
import { noteErrors, noteEvents, noteRoutes } from '#src/modules/notes/index.ts'
import {
  notificationRoutes,
  notificationSubscriptions,
  tellMentioned,
} from '#src/modules/notifications/index.ts'
import { operationErrors, operationRoutes } from '#src/modules/operations/index.ts'
import { pipelineErrors, pipelineEvents, pipelineRoutes } from '#src/modules/pipelines/index.ts'
import {
  rejectionReasonErrors,
  rejectionReasonEvents,
  rejectionReasonRoutes,
} from '#src/modules/rejection-reasons/index.ts'
import {
  existingResumes,
  parseResumeTask,
  resumeActionRoutes,
  resumeErrors,
  resumeEvents,
  resumeParseErrors,
  resumeRoutes,
} from '#src/modules/resumes/index.ts'
import { counterfactualGate } from '#src/modules/scoring/counterfactual/index.ts'
import {
  preferencesErrors,
  preferencesEvents,
  preferencesRoutes,
} from '#src/modules/scoring-preferences/index.ts'
import {
  candidateScreeningRoutes,
  evaluationErrors,
  evaluationRoutes,
  screeningErrors,
  screeningEvents,
  screeningQuestionRoutes,
  screeningRoutes,
  screeningSubscriptions,
  screeningTasks,
  templateErrors,
} from '#src/modules/screening/index.ts'
import { searchRoutes } from '#src/modules/search/index.ts'
import { healthRoutes, serviceModule } from '#src/modules/service/index.ts'
import { syncErrors, syncRoutes } from '#src/modules/sync/index.ts'
import { settleTag, tagErrors, tagRoutes } from '#src/modules/tags/index.ts'
import { skillErrors, skillEvents, skillRoutes } from '#src/modules/tenant-skills/index.ts'
import { quotaErrors, signupErrors, tenantEvents, tenantRoutes } from '#src/modules/tenants/index.ts'
import { recordTask, timelineRoutes, timelineSubscriptions } from '#src/modules/timeline/index.ts'
import { valuesErrors, valuesEvents, valuesRoutes } from '#src/modules/values-assessments/index.ts'
import {
  embeddingModelErrors,
  embeddingModelEvents,
  embeddingModelRoutes,
  indexChore,
  vectorSubscriptions,
  vectorTasks,
} from '#src/modules/vectors/index.ts'
import {
  deliveryErrors,
  webhookErrors,
  webhookEvents,
  webhookRoutes,
  webhookSubscriptions,
  webhookTasks,
} from '#src/modules/webhooks/index.ts'
import type { EventDefinition } from '#src/platform/events/events.ts'
import type { Subscription, TaskDefinition } from '#src/platform/tasks/tasks.ts'

// Everything the product consists of. A new module is added here and nowhere else.

export const events: readonly EventDefinition[] = [
  ...tenantEvents,
  ...memberEvents,
  ...apiKeyEvents,
  ...clientEvents,
  ...jobEvents,
  ...enrichmentEvents,
  ...pipelineEvents,
  ...rejectionReasonEvents,
  ...skillEvents,
  ...candidateEvents,
  ...attachmentEvents,
  ...noteEvents,
  ...applicationEvents,
  ...resumeEvents,
  ...screeningEvents,
  ...valuesEvents,
  ...preferencesEvents,
  ...matchEvents,
  ...fairnessEvents,
  ...embeddingModelEvents,
  ...learningEvents,
  ...llmEvents,
  ...webhookEvents,
]

const eventTypes = eventTypesOf(events)

const service = serviceModule({ routes: () => routes, errors: () => errors, events: () => events })

/** In the order of the documentation. */
export const routes: readonly Route[] = [
  ...tenantRoutes,
  ...authRoutes,
  ...memberRoutes,
  ...invitationRoutes,
  ...apiKeyRoutes,
  ...clientRoutes,
  ...jobRoutes,
  ...jobActionRoutes,
  ...enrichmentRoutes,
  ...pipelineRoutes,
  ...jobPipelineRoutes,
  ...rejectionReasonRoutes,
  ...skillRoutes,
  ...candidateRoutes,
  ...searchRoutes,
  ...profileRoutes,
  ...attachmentRoutes,
  ...tagRoutes,
  ...noteRoutes,
  ...timelineRoutes,
  ...applicationRoutes,
  ...applicationActionRoutes,
  ...bulkApplicationRoutes,
  ...resumeRoutes,
  ...resumeActionRoutes,
  ...screeningQuestionRoutes,
  ...screeningRoutes,
  ...candidateScreeningRoutes,
  ...evaluationRoutes,
  ...valuesRoutes,
  ...matchRoutes,
  ...matchRerankRoutes,
  ...matchReviewRoutes,
  ...matchSummaryRoutes,
  ...preferencesRoutes(counterfactualGate),
  ...selfIdentificationRoutes,
  ...biasAuditRoutes,
  ...publicSummaryRoutes,
  ...biasFlagRoutes,
  ...counterfactualTestRoutes,
  ...embeddingModelRoutes,
  ...learningRoutes,
  ...modelRoutes(counterfactualGate),
  ...llmRoutes,
  ...notificationRoutes,
  ...reportRoutes,
  ...webhookRoutes(eventTypes),
  ...eventRoutes(eventTypes),
  ...syncRoutes,
  ...operationRoutes,
  ...fileRoutes,
  ...service.routes,
]

/** What a process without the API answers all the same. */
export const probeRoutes: readonly Route[] = healthRoutes

export const subscriptions: readonly Subscription[] = [
  ...authSubscriptions,
  ...jobSubscriptions,
  ...candidateSubscriptions,
  ...applicationSubscriptions,
  ...screeningSubscriptions,
  ...matchSubscriptions,
  ...vectorSubscriptions,
  ...learningSubscriptions,
  ...notificationSubscriptions,
  ...timelineSubscriptions,
  ...webhookSubscriptions,
]

const taskList: readonly TaskDefinition[] = [
  removeObjectTask,
  endSessionsTask,
  sendInvitationTask,
  reassignJobsTask,
  reassignCandidatesTask,
  rejectApplicationsOfJob,
  bulkTask,
  settleTag,
  parseResumeTask,
  ...screeningTasks,
  ...matchTasks,
  watchImpactTask,
  ...vectorTasks,
  ...learningTasks({
    counterfactual: counterfactualGate,
    countGroups,
    noteCount: (tx, ctx, modelId) => noteAccess(tx, ctx, 'compute', modelId),
  }),
  tellMentioned,
  recordTask,
  ...webhookTasks,
]

/** What is done once a day for every tenant. */
export const dailyTasks = [watchImpactTask] as const

export const tasks: ReadonlyMap<string, TaskDefinition> = new Map(taskList.map((task) => [task.name, task]))

/** What is to be done now and then, beside what every database needs. */
export const chores = [indexChore, ...llmChores]

/** Whose rows the stored files belong to. */
export const fileOwners = { attachments: existingAttachments, resumes: existingResumes } as const

export const errors: readonly ErrorKind[] = [
  requestErrors,
  authErrors,
  tenantErrors,
  idempotencyErrors,
  serverErrors,
  signupErrors,
  quotaErrors,
  memberErrors,
  invitationErrors,
  loginErrors,
  apiKeyErrors,
  clientErrors,
  jobErrors,
  enrichmentErrors,
  pipelineErrors,
  rejectionReasonErrors,
  skillErrors,
  candidateErrors,
  tagErrors,
  noteErrors,
  externalIdErrors,
  applicationErrors,
  resumeErrors,
  resumeParseErrors,
  screeningErrors,
  templateErrors,
  evaluationErrors,
  valuesErrors,
  matchErrors,
  feedbackErrors,
  modelErrors,
  preferencesErrors,
  auditErrors,
  counterfactualErrors,
  embeddingModelErrors,
  aiErrors,
  llmProviderErrors,
  webhookErrors,
  deliveryErrors,
  eventErrors,
  eventTypeErrors,
  syncErrors,
  operationErrors,
  attachmentErrors,
  fileErrors,
  ...service.errors,
].flatMap((group): ErrorKind[] => Object.values(group))
