import type { z } from 'zod'
import { isoTime } from '#src/lib/iso-time.ts'
import type { SessionRow } from './sessions.repo.ts'
import type { messageSchema, screeningSchema } from './sessions.schemas.ts'
import type { MessageRow } from './transcript.repo.ts'

export const presentScreening = (row: SessionRow): z.input<typeof screeningSchema> => ({
  id: row.id,
  application_id: row.applicationId,
  candidate_id: row.candidateId,
  job_id: row.jobId,
  channel: row.channel,
  state: row.state,
  end_reason: row.endReason,
  questions_version: row.questionsVersion,
  questions: row.questions,
  position: row.position,
  ai_offered: row.aiProviders.length > 0,
  ai_accepted: row.aiAccepted,
  human_requested_at: row.humanRequestedAt && isoTime(row.humanRequestedAt),
  last_sequence: row.lastSequence,
  expires_at: isoTime(row.expiresAt),
  idle_minutes: row.idleMinutes,
  started_at: row.startedAt && isoTime(row.startedAt),
  ended_at: row.endedAt && isoTime(row.endedAt),
  duration_seconds:
    row.startedAt && row.endedAt && Math.round((row.endedAt.getTime() - row.startedAt.getTime()) / 1000),
  created_by: row.createdBy,
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})

export const presentMessage = (row: MessageRow): z.input<typeof messageSchema> => ({
  sequence: row.sequence,
  role: row.role,
  kind: row.kind,
  text: row.text,
  answer: row.answer?.value ?? null,
  question_id: row.questionId,
  in_reply_to: row.inReplyTo,
  client_message_id: row.clientMessageId,
  written_by_ai: row.lineageId !== null,
  sent_at: isoTime(row.createdAt),
})
