import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { assertVersion } from '#src/http/input.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { visibleCandidate } from '#src/modules/candidates/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { noteErrors } from './notes.errors.ts'
import { noteAdded, noteRemoved, noteUpdated } from './notes.events.ts'
import { type Note, presentNote } from './notes.present.ts'
import * as repo from './notes.repo.ts'
import type { NotePatch, noteBody } from './notes.schemas.ts'
import type { NoteSight } from './visible.repo.ts'

export function addNote(
  ctx: RequestContext,
  candidateId: string,
  { mentions, ...input }: z.output<typeof noteBody>,
): Promise<Note> {
  return withTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    const row: repo.NoteRow = {
      ...input,
      id: newId(),
      candidateId,
      mentioned: mentions,
      authorId: ctx.principal.userId,
      editedAt: null,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    }
    await assertMentionable(tx, ctx, row)
    repo.insertNote(tx, row)
    emit(tx, ctx, noteAdded, candidateId, payloadOf(row))
    return presentNote(row)
  })
}

export function listNotes(ctx: RequestContext, candidateId: string, request: ListRequest) {
  return readTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    const conditions = { visible: sightWithin(ctx), candidate: { candidateId } }
    return pageOf(await repo.listNotes(tx, request, conditions), presentNote)
  })
}

export const readNote = (ctx: RequestContext, id: string): Promise<Note> =>
  readTenantOnce(ctx, async (tx) => presentNote(found(await repo.findNote(tx, id, sightWithin(ctx)))))

/** The author's, while the note is young. */
export function editNote(
  ctx: RequestContext,
  id: string,
  patch: NotePatch,
  ifMatch: number | undefined,
): Promise<Note> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.lockNote(tx, id, sightWithin(ctx)))
    assertEditable(ctx, tx, before)
    assertVersion(ifMatch, before.version)
    const {
      body = before.body,
      visibility = before.visibility,
      mentions: mentioned = before.mentioned,
    } = patch
    const after = { ...before, body, visibility, mentioned }
    const changed = changedFields(before, after)
    if (changed.length === 0) return presentNote(before)
    // A mention that stands as it stood is nobody's mistake now, even if the person has left.
    if (changed.some((field) => field !== 'body')) await assertMentionable(tx, ctx, after)
    const saved = { ...after, version: before.version + 1, editedAt: tx.now, updatedAt: tx.now }
    repo.updateNote(tx, id, saved)
    emit(tx, ctx, noteUpdated, saved.candidateId, {
      ...payloadOf(saved),
      changed,
      newly_mentioned: mentioned.filter((person) => !before.mentioned.includes(person)),
    })
    return presentNote(saved)
  })
}

const changedFields = (before: repo.NoteRow, after: repo.NoteRow): string[] => [
  ...(before.body === after.body ? [] : ['body']),
  ...(before.visibility === after.visibility ? [] : ['visibility']),
  ...(isDeepStrictEqual(before.mentioned, after.mentioned) ? [] : ['mentions']),
]

const EDITABLE_MS = 24 * 60 * 60_000

function assertEditable(ctx: RequestContext, tx: TenantTx, note: repo.NoteRow): void {
  if (note.authorId !== ctx.principal.userId)
    throw new AppError(authErrors.forbidden_action, { detail: 'Only its author edits a note.' })
  const until = new Date(note.createdAt.getTime() + EDITABLE_MS)
  if (tx.now >= until)
    throw new AppError(noteErrors.edit_window_over, { members: { editable_until: until.toISOString() } })
}

/** The author's or an admin's. What the note said is gone; that there was one stays in the timeline. */
export async function removeNote(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const note = found(await repo.lockNote(tx, id, sightWithin(ctx)))
    if (note.authorId !== ctx.principal.userId && ctx.principal.role !== 'admin')
      throw new AppError(authErrors.forbidden_action, { detail: 'Its author or an admin removes a note.' })
    assertVersion(ifMatch, note.version)
    const version = note.version + 1
    repo.updateNote(tx, id, { body: '', version, updatedAt: tx.now, deletedAt: tx.now })
    emit(tx, ctx, noteRemoved, note.candidateId, payloadOf({ ...note, version }))
  })
}

/** @throws AppError 422 with a pointer to everyone who could not read what they are told of */
async function assertMentionable(tx: TenantTx, ctx: RequestContext, note: repo.NoteRow): Promise<void> {
  if (note.mentioned.length === 0) return
  const { candidateVisibility: setting } = ctx.principal
  const readers = await repo.findReaders(tx, note.mentioned, { ...note, setting })
  const errors = note.mentioned.flatMap((id, i) =>
    readers.has(id)
      ? []
      : [{ pointer: `/mentions/${i}`, code: 'unknown', message: 'is no member who can see the note' }],
  )
  if (errors.length > 0) throw new AppError(noteErrors.unknown_mention, { errors })
}

const payloadOf = ({ id, authorId, visibility, mentioned, version }: repo.NoteRow) => ({
  note_id: id,
  author_id: authorId,
  visibility,
  mentioned,
  note_version: version,
})

/** As far as the rule of the route reaches, which for writing is not as far as for reading. */
const sightWithin = ({ principal, reach }: RequestContext): NoteSight => ({
  person: principal.userId,
  role: principal.role,
  onlyNamed: reach === 'own',
})

function found(row: repo.NoteRow | undefined): repo.NoteRow {
  if (!row) throw new AppError(noteErrors.not_found)
  return row
}
