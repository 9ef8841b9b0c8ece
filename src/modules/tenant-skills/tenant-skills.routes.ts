import { defineRoute } from '#src/http/route.ts'
import { skillErrors } from './tenant-skills.errors.ts'
import { readSkills, writeSkills } from './tenant-skills.policy.ts'
import {
  skillBody,
  skillListQuery,
  skillPage,
  skillParams,
  skillPatch,
  skillSchema,
} from './tenant-skills.schemas.ts'
import { createSkill, deleteSkill, listSkills, readSkill, updateSkill } from './tenant-skills.service.ts'

const tag = 'Skills'
const { not_found, ...refusals } = skillErrors
const { too_many: _, ...refusalsOfChange } = refusals

export const skillRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/skills',
    operationId: 'listSkills',
    summary: 'List the skills of the tenant',
    description: 'What the tenant added to the built-in lexicon, which is not listed.',
    tag,
    access: readSkills,
    query: skillListQuery,
    success: { status: 200, schema: skillPage },
    handler: (ctx, { query }) => listSkills(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/skills',
    operationId: 'createSkill',
    summary: 'Add a skill',
    description:
      'Resumes and jobs are read with it from now on; those that were read before show it when they are parsed again, or when the job is matched again. Where the name is that of a built-in skill, the aliases are added to that one. A tenant has at most 2,000 skills.',
    tag,
    access: writeSkills,
    body: skillBody,
    success: { status: 201, schema: skillSchema },
    errors: Object.values(refusals),
    handler: (ctx, { body }) => createSkill(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/skills/:id',
    operationId: 'readSkill',
    summary: 'Read a skill',
    tag,
    access: readSkills,
    params: skillParams,
    success: { status: 200, schema: skillSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readSkill(ctx, params.id),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/skills/:id',
    operationId: 'updateSkill',
    summary: 'Change a skill',
    description: 'Its key stays. What was read before shows the change when it is read again.',
    tag,
    access: writeSkills,
    params: skillParams,
    body: skillPatch,
    success: { status: 200, schema: skillSchema },
    errors: [not_found, ...Object.values(refusalsOfChange)],
    handler: (ctx, { params, body, headers }) => updateSkill(ctx, params.id, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/skills/:id',
    operationId: 'deleteSkill',
    summary: 'Delete a skill',
    description: 'What was read with it stays until it is read again.',
    tag,
    access: writeSkills,
    params: skillParams,
    success: { status: 204 },
    errors: [not_found],
    handler: (ctx, { params, headers }) => deleteSkill(ctx, params.id, headers.ifMatch),
  }),
]
