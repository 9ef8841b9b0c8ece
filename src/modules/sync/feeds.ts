import type { z } from 'zod'
import type { TenantTx } from '#src/db/tx.ts'
import type { Principal, Rule } from '#src/http/principal.ts'
import type { ListRequest, Page } from '#src/lib/list.ts'
import {
  applicationEvents,
  applicationSchema,
  copyApplications,
  readApplications,
} from '#src/modules/applications/index.ts'
import {
  candidateEvents,
  candidateSchema,
  copyCandidates,
  readCandidates,
} from '#src/modules/candidates/index.ts'
import { copyJobs, jobEvents, jobSchema, readJobs } from '#src/modules/jobs/index.ts'
import { copyResumes, readResumes, resumeEvents, resumeSchema } from '#src/modules/resumes/index.ts'
import type { EventDefinition } from '#src/platform/events/events.ts'

/** A resource whose rows integrators may keep a copy of. */
export interface Feed {
  /** As in the address. */
  name: 'jobs' | 'candidates' | 'applications' | 'resumes'
  /** Each tells of a change of the row it names, and has its version where it has one. */
  events: readonly EventDefinition[]
  /** In the contract. */
  title: string
  access: Rule
  item: z.ZodObject
  /** Rows as the API shows them: a page of all, or of those whose ids are `among`. */
  copy(tx: TenantTx, principal: Principal, request: ListRequest, among?: string[]): Promise<Page<Copied>>
}

export type Copied = {
  id: string
  version: number
}

export const feeds: readonly Feed[] = [
  {
    name: 'jobs',
    events: jobEvents,
    title: 'Job',
    access: readJobs,
    item: jobSchema,
    copy: (tx, _principal, request, among) => copyJobs(tx, request, among),
  },
  {
    name: 'candidates',
    events: candidateEvents,
    title: 'Candidate',
    access: readCandidates,
    item: candidateSchema,
    copy: copyCandidates,
  },
  {
    name: 'applications',
    events: applicationEvents,
    title: 'Application',
    access: readApplications,
    item: applicationSchema,
    copy: copyApplications,
  },
  {
    name: 'resumes',
    events: resumeEvents,
    title: 'Resume',
    access: readResumes,
    item: resumeSchema,
    copy: copyResumes,
  },
]
