import { z } from 'zod'
import { filterShape, filtersOf, searchText } from '#src/http/list.ts'
import { idSchema, pageSchema } from '#src/http/schemas.ts'
import { candidateFilters, candidateSchema, foundPage, searchedPage } from '#src/modules/candidates/index.ts'

const MODES = ['text', 'semantic', 'hybrid'] as const

export const candidateSearch = z
  .strictObject({
    q: searchText.describe('By words: "phrases", -not, or; words of names may be cut short'),
    mode: z
      .enum(MODES)
      .default('text')
      .describe(
        '`text` finds words, `semantic` compares what resumes are about, by the embedding model that serves, `hybrid` does both',
      ),
    ...searchedPage,
  })
  .meta({ id: 'CandidateSearch' })

export const candidateSearchPage = foundPage
  .extend({
    mode: z.enum(MODES).describe('What was done: `text` also where the embedding model made no vector'),
    fallback_reason: z.string().nullable().describe('Why it made none, such as `budget_exhausted`'),
  })
  .meta({ id: 'CandidateSearchPage' })

export const similarParams = z.object({ id: idSchema })

export const similarQuery = z
  .strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(25),
    cursor: z.string().max(1000).optional().describe('`next_cursor` of the page before'),
    ...filterShape(candidateFilters),
  })
  .transform(({ limit, cursor, ...query }) => ({
    limit,
    cursor,
    filters: filtersOf(query, candidateFilters),
  }))

const similarSchema = z
  .object({
    similarity: z.number().describe('-1 to 1, of what their resumes are about; comparable within one answer'),
    candidate: candidateSchema,
  })
  .meta({ id: 'SimilarCandidate' })

export const similarPage = pageSchema(similarSchema, 'SimilarCandidatePage')
