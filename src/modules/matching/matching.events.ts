import { z } from 'zod'
import { defineEvent } from '#src/platform/events/events.ts'

export const matchScored = defineEvent({
  type: 'match.scored',
  resource: 'job',
  description: 'All candidates were scored for a job',
  payload: z.object({
    job_id: z.uuid(),
    scored: z.int().describe('Candidates looked at'),
    changed: z.int().describe('Matches that are new or have another score than before'),
    removed: z.int().describe('Matches of candidates who are gone'),
    scoring_version: z.string(),
    top: z.array(z.uuid()).describe('Ids of the best matches, best first'),
  }),
})

export const matchEvents = [matchScored]
