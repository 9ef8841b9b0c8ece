import { z } from 'zod'
import { defineEvent } from '#src/platform/events/events.ts'

const skill = z.object({ kind: z.string(), version: z.int() })

const skillEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'skill', description, payload })

export const skillCreated = skillEvent('skill.created', 'The tenant added to the skill lexicon', skill)
export const skillUpdated = skillEvent(
  'skill.updated',
  'Fields of an addition to the skill lexicon changed',
  skill.extend({ changed: z.array(z.string()) }),
)
export const skillDeleted = skillEvent(
  'skill.deleted',
  'An addition to the skill lexicon was taken back',
  skill,
)

export const skillEvents = [skillCreated, skillUpdated, skillDeleted]
