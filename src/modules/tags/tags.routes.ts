import { defineRoute } from '#src/http/route.ts'
import { candidateErrors, readCandidates, writeCandidates } from '#src/modules/candidates/index.ts'
import { readCandidateTags, tagCandidate, untagCandidate } from './tag-candidate.ts'
import { tagErrors } from './tags.errors.ts'
import {
  candidateTagPage,
  candidateTagParams,
  tagBody,
  tagListQuery,
  tagPage,
  tagParams,
  tagPatch,
  tagSchema,
} from './tags.schemas.ts'
import { createTag, deleteTag, listTags, renameTag } from './tags.service.ts'

const tag = 'Tags'

export const tagRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/tags',
    operationId: 'listTags',
    summary: 'List tags',
    description: '`q` finds those whose names begin with it.',
    tag,
    access: readCandidates,
    query: tagListQuery,
    success: { status: 200, schema: tagPage },
    handler: (ctx, { query }) => listTags(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/tags',
    operationId: 'createTag',
    summary: 'Make a tag',
    description: 'Where a tag has the name, the answer is 409 with its id in `existing_id`.',
    tag,
    access: writeCandidates,
    body: tagBody,
    success: { status: 201, schema: tagSchema },
    errors: [tagErrors.duplicate],
    handler: (ctx, { body }) => createTag(ctx, body.name),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/tags/:id',
    operationId: 'renameTag',
    summary: 'Rename a tag',
    description:
      'To the name of another tag: the two become that other one, which is answered with the id that is no more in ' +
      '`merged_from`. The new name is seen at once; the version of each candidate who has the tag, and the event ' +
      'that tells of it, follow shortly.',
    tag,
    access: writeCandidates,
    params: tagParams,
    body: tagPatch,
    success: { status: 200, schema: tagSchema },
    errors: [tagErrors.not_found, tagErrors.duplicate],
    handler: (ctx, { params, body, headers }) => renameTag(ctx, params.id, body.name, headers.ifMatch),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/tags/:id',
    operationId: 'deleteTag',
    summary: 'Delete a tag, also from the candidates who have it',
    tag,
    access: writeCandidates,
    params: tagParams,
    success: { status: 204 },
    errors: [tagErrors.not_found],
    handler: (ctx, { params, headers }) => deleteTag(ctx, params.id, headers.ifMatch),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/candidates/:id/tags',
    operationId: 'listCandidateTags',
    summary: 'List the tags of a candidate',
    description: 'All of them on one page, in alphabetical order.',
    tag,
    access: readCandidates,
    params: tagParams,
    success: { status: 200, schema: candidateTagPage },
    errors: [candidateErrors.not_found],
    handler: (ctx, { params }) => readCandidateTags(ctx, params.id),
  }),
  defineRoute({
    method: 'PUT',
    url: '/v1/candidates/:id/tags/:tag',
    operationId: 'tagCandidate',
    summary: 'Give a candidate a tag',
    description: 'By its name; a tag that does not exist is made. A candidate has at most 50.',
    tag,
    access: writeCandidates,
    params: candidateTagParams,
    success: { status: 200, schema: candidateTagPage },
    errors: [candidateErrors.not_found, tagErrors.too_many, tagErrors.duplicate, tagErrors.invalid_name],
    handler: (ctx, { params }) => tagCandidate(ctx, params.id, params.tag),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/candidates/:id/tags/:tag',
    operationId: 'untagCandidate',
    summary: 'Take a tag from a candidate',
    tag,
    access: writeCandidates,
    params: candidateTagParams,
    success: { status: 204 },
    errors: [candidateErrors.not_found, tagErrors.invalid_name],
    handler: (ctx, { params }) => untagCandidate(ctx, params.id, params.tag),
  }),
]
