import type { z } from 'zod'
import { isoTime } from '#src/lib/iso-time.ts'
import type { NoteRow } from './notes.repo.ts'
import type { noteSchema } from './notes.schemas.ts'

export type Note = z.input<typeof noteSchema>

export const presentNote = (row: NoteRow): Note => ({
  id: row.id,
  candidate_id: row.candidateId,
  body: row.body,
  visibility: row.visibility,
  mentions: row.mentioned,
  author_id: row.authorId,
  edited_at: row.editedAt && isoTime(row.editedAt),
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})
