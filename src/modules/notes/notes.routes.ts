import { defineRoute } from '#src/http/route.ts'
import { candidateErrors } from '#src/modules/candidates/index.ts'
import { noteErrors } from './notes.errors.ts'
import { readNotes, writeNotes } from './notes.policy.ts'
import { noteBody, noteListQuery, notePage, noteParams, notePatch, noteSchema } from './notes.schemas.ts'
import { addNote, editNote, listNotes, readNote, removeNote } from './notes.service.ts'

const tag = 'Notes'
const { not_found, edit_window_over, unknown_mention } = noteErrors

export const noteRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id/notes',
    operationId: 'listNotes',
    summary: 'List the notes about a candidate that you may see',
    tag,
    access: readNotes,
    params: noteParams,
    query: noteListQuery,
    success: { status: 200, schema: notePage },
    errors: [candidateErrors.not_found],
    handler: (ctx, { params, query }) => listNotes(ctx, params.id, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/candidates/:id/notes',
    operationId: 'createNote',
    summary: 'Write a note about a candidate',
    tag,
    access: writeNotes,
    params: noteParams,
    body: noteBody,
    success: { status: 201, schema: noteSchema, collection: '/v1/notes' },
    errors: [candidateErrors.not_found, unknown_mention],
    handler: (ctx, { params, body }) => addNote(ctx, params.id, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/notes/:id',
    operationId: 'readNote',
    summary: 'Read a note',
    tag,
    access: readNotes,
    params: noteParams,
    success: { status: 200, schema: noteSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readNote(ctx, params.id),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/notes/:id',
    operationId: 'updateNote',
    summary: 'Edit a note',
    description: 'By its author, for 24 hours. Whoever is mentioned anew is told.',
    tag,
    access: writeNotes,
    params: noteParams,
    body: notePatch,
    success: { status: 200, schema: noteSchema },
    errors: [not_found, edit_window_over, unknown_mention],
    handler: (ctx, { params, body, headers }) => editNote(ctx, params.id, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/notes/:id',
    operationId: 'deleteNote',
    summary: 'Remove a note',
    description: 'By its author or an admin. Its text is gone; the timeline still says that there was one.',
    tag,
    access: writeNotes,
    params: noteParams,
    success: { status: 204 },
    errors: [not_found],
    handler: (ctx, { params, headers }) => removeNote(ctx, params.id, headers.ifMatch),
  }),
]
