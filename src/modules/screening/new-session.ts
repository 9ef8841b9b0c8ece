import { DISCLOSURE_VERSION } from './disclosure.ts'
import type { QuestionSetRow } from './questions.repo.ts'
import type { InvitedApplication, SessionRow } from './sessions.repo.ts'

type Given = Pick<
  SessionRow,
  'id' | 'applicationId' | 'channel' | 'tokenHash' | 'expiresAt' | 'idleMinutes' | 'aiProviders' | 'createdBy'
>

/** A screening of which nothing has been said. */
export const newSession = (
  now: Date,
  { candidateId, jobId }: InvitedApplication,
  set: QuestionSetRow,
  given: Given,
): SessionRow => ({
  candidateId,
  jobId,
  isWanted: true,
  questionSetId: set.id,
  questions: set.questions.length,
  questionsVersion: set.version,
  state: 'pending',
  disclosureVersion: DISCLOSURE_VERSION,
  aiAccepted: null,
  humanRequestedAt: null,
  position: 0,
  openSequence: null,
  followUps: 0,
  lastSequence: 0,
  endReason: null,
  startedAt: null,
  activeAt: now,
  endedAt: null,
  version: 1,
  createdAt: now,
  updatedAt: now,
  ...given,
})
