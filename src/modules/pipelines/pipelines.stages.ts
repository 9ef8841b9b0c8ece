import type { Stage } from '#src/db/schema/jobs.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { pipelineErrors } from './pipelines.errors.ts'
import type { StageInput } from './pipelines.schemas.ts'

/** The stages a client sent, the new ones with ids. @throws AppError 422 for an id that none of `known` has */
export const stagesOf = (input: StageInput[], known: Stage[]): Stage[] =>
  input.map(({ id, name, type }, place) => {
    if (id && !known.some((stage) => stage.id === id)) throw unknownStage(`/stages/${place}/id`)
    return { id: id ?? newId(), name, type }
  })

export const unknownStage = (pointer: string) =>
  new AppError(pipelineErrors.unknown_stage, {
    errors: [{ pointer, code: 'unknown', message: 'names no stage of this pipeline' }],
  })
