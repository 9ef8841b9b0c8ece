import type { z } from 'zod'
import { isoTime } from '#src/lib/iso-time.ts'
import type { CandidateTag } from '#src/modules/candidates/index.ts'
import type { TagRow } from './tags.repo.ts'
import type { candidateTagPage, tagSchema } from './tags.schemas.ts'

export type Tag = z.input<typeof tagSchema>

export const presentTag = (row: TagRow, candidates = 0): Tag => ({
  id: row.id,
  name: row.name,
  candidates,
  version: row.version,
  created_at: isoTime(row.createdAt),
  updated_at: isoTime(row.updatedAt),
})

/** All tags of a candidate: few enough for one page. */
export const presentCandidateTags = (
  tags: Pick<CandidateTag, 'id' | 'name'>[],
): z.input<typeof candidateTagPage> => ({
  data: tags.map(({ id, name }) => ({ id, name })),
  has_more: false,
  next_cursor: null,
})
