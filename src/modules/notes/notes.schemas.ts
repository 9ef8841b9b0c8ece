import { z } from 'zod'
import { NOTE_VISIBILITIES } from '#src/db/schema/notes.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, textSchema, timeSchema } from '#src/http/schemas.ts'

export const noteParams = z.object({ id: idSchema })

const visibility = z
  .enum(NOTE_VISIBILITIES)
  .describe(
    'Who sees the note, of those who see the candidate: `public` everyone; `private` admins, recruiters, and who is ' +
      'recruiter or hiring manager of a job the candidate applied to; `admin_only` admins. The author always does.',
  )

const mentions = z
  .array(idSchema)
  .max(50)
  .transform((ids) => [...new Set(ids)])
  .describe('The ids of members who are told of the note; each must be able to see it')

const editable = { body: textSchema(10_000), visibility, mentions }

export const noteBody = z
  .strictObject({ ...editable, visibility: visibility.default('private'), mentions: mentions.default([]) })
  .meta({ id: 'NoteCreate' })
export const notePatch = z.strictObject(editable).partial().meta({ id: 'NoteUpdate' })
export type NotePatch = z.output<typeof notePatch>

export const noteSchema = z
  .object({
    id: idSchema,
    candidate_id: idSchema,
    body: z.string(),
    visibility,
    mentions: z.array(idSchema),
    author_id: idSchema,
    edited_at: timeSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Note' })

export const notePage = pageSchema(noteSchema, 'NotePage')

export const noteListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: {
    visibility: filterBy.words(NOTE_VISIBILITIES),
    author_id: filterBy.id(),
    created_at: filterBy.time(),
  },
  item: noteSchema,
})
